import { manyPledges } from "#app/campaigns/pledging/fixtures.ts";
import { peakMb } from "../account.ts";
import type { Run } from "../case.ts";
import { chance } from "../chance.ts";
import { advance, control } from "../channel.ts";
import { quiet } from "../oracle.ts";
import type { Place } from "../place.ts";
import { until } from "../until.ts";
import { campaign, endNow } from "../wishes/campaigns.ts";

const collected = async (place: Place, campaignId: string) =>
  (
    await place.sql<{ n: number }>(`SELECT count(*)::int AS n FROM "Pledge" WHERE "campaignId" = $1 AND state = 'COLLECTED'`, [campaignId])
  )[0]!.n;
const closed = async (place: Place, campaignId: string) => {
  const [row] = await place.sql<{ collection: string; left: number }>(
    `SELECT collection, (SELECT count(*)::int FROM "Pledge" p WHERE p."campaignId" = c.id AND p.state IN ('PLEDGED', 'CHARGING')) AS left FROM "Campaign" c WHERE id = $1`,
    [campaignId],
  );
  return row!.collection === "CLOSED" || `${row!.collection}, ${row!.left} to go`;
};

const PLEDGES = 1000;
const KILLS = 10;
/** The app dies ten times at random points of a settlement. */
export const runKills: Run = async (place) => {
  const random = chance(place.seed);
  const campaignId = await campaign(place);
  await manyPledges(campaignId, PLEDGES, { rewards: { 1: 1 }, customers: 50 });
  place.charges = PLEDGES;
  await endNow(campaignId);
  const at: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const app = await place.startApp();
    const from = await collected(place, campaignId);
    const more = Math.floor((random() * PLEDGES) / (KILLS * 0.8));
    await until(async () => (await collected(place, campaignId)) >= Math.min(from + more, PLEDGES - KILLS + kill) || "fewer", 120_000, 10);
    // And at any point of what it does between two of them.
    const ends = performance.now() + random() * 60;
    await until(async () => performance.now() >= ends, 1000, 1);
    await app.kill();
    at.push(await collected(place, campaignId));
  }
  await place.startApp();
  const began = performance.now();
  let moved = false;
  await until(
    async () => {
      const state = await closed(place, campaignId);
      // What the dead held is free when its lease ends.
      if (state !== true && !moved && performance.now() - began > 5000) {
        moved = true;
        await advance(place, "2m");
      }
      return state;
    },
    120_000,
    100,
  );
  const seconds = (performance.now() - began) / 1000;
  const n = await collected(place, campaignId);
  place.must(n === PLEDGES, `${n} of ${PLEDGES} collected`);
  place.must(seconds <= 30, `closed only ${seconds.toFixed(0)} s after the last start`);
  await quiet(place);
  return `killed at ${at.join(", ")}; ${n} charged once, closed ${seconds.toFixed(1)} s after the last start`;
};

const MANY = 10_000;
/** Each charge sends two notices, which only wake: they are taken in behind it. */
const NOTICES_MS = 480_000;

/** So many backers of one campaign, whose deadline comes; answers with the seconds until all are final. */
async function settleMany(place: Place): Promise<{ seconds: number; mb: number }> {
  const campaignId = await campaign(place);
  await manyPledges(campaignId, MANY, { rewards: { 1: 1 } });
  place.charges = MANY;
  const app = await place.startApp();
  await endNow(campaignId);
  const began = performance.now();
  await until(() => closed(place, campaignId), 1_200_000, 250);
  const [seconds, mb] = [(performance.now() - began) / 1000, peakMb(app.pid)];
  const n = await collected(place, campaignId);
  place.must(n === MANY, `${n} of ${MANY} collected`);
  return { seconds, mb };
}

export const runMany: Run = async (place) => {
  const { seconds, mb } = await settleMany(place);
  place.must(seconds < 120, `${MANY} were final only after ${seconds.toFixed(0)} s`);
  place.must(!(mb >= 512), `the process had ${mb.toFixed(0)} MB`);
  await quiet(place, NOTICES_MS);
  return `${MANY} in ${seconds.toFixed(0)} s (${Math.round(MANY / seconds)}/s), ${mb.toFixed(0)} MB`;
};

const PER_SECOND = 25;
/** The channel takes so many a second of whatever is asked, and tells nobody before it is too much. */
export const runLimited: Run = async (place) => {
  await control(place, "POST", "rate-limit", { perSecond: PER_SECOND });
  const { seconds } = await settleMany(place);
  await control(place, "POST", "rate-limit", { perSecond: 0 });
  const [failed] = await place.sql<{ n: number }>(`SELECT count(*)::int AS n FROM "PspIntent" WHERE state = 'FAILED'`);
  place.must(failed!.n === 0, `${failed!.n} were lost to "too many"`);
  await quiet(place, NOTICES_MS);
  return `${MANY} at ${PER_SECOND}/s in ${seconds.toFixed(0)} s, ${failed!.n} lost`;
};

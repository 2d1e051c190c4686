import { cancelPledge } from "#app/campaigns/pledging/cancel-pledge.server.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { confirmPledges } from "#app/campaigns/pledging/confirm-pledges.server.ts";
import { manyBackers, manyPledges, viewersOf, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { beginSettling } from "#app/campaigns/settling/begin-settling.server.ts";
import { settleCampaign } from "#app/campaigns/settling/settle-campaign.server.ts";
import { db } from "#app/db.server.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";
import { freePort } from "#sandbox/postgres.ts";
import type { Run } from "../case.ts";
import { advance } from "../channel.ts";
import { quiet } from "../oracle.ts";
import type { Place } from "../place.ts";
import { until } from "../until.ts";
import { campaign } from "../wishes/campaigns.ts";

/** The deadline of a campaign is so near that everybody is still on the way; answers with it. */
async function endsIn(campaignId: string, ms: number): Promise<Date> {
  // A whole second, as deadlines are.
  const deadlineAt = new Date(Math.ceil(((await appNow()).getTime() + ms) / 1000) * 1000);
  await db.campaign.update({ where: { id: campaignId }, data: { deadlineAt } });
  return deadlineAt;
}

/** Each acts at a moment of its own, spread over so long around the deadline: one in twelve within a millisecond of it. */
async function around<T>(deadline: Date, n: number, spreadMs: number, act: (i: number) => Promise<T>): Promise<PromiseSettledResult<T>[]> {
  const until = deadline.getTime() - (await appNow()).getTime();
  return Promise.allSettled(
    Array.from({ length: n }, async (_, i) => {
      const place = (2 * i) / n - 1;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, until + (spreadMs / 2) * place ** 3)));
      return act(i);
    }),
  );
}

const settled = (place: Place, campaignId: string) =>
  until(async () => {
    const [row] = await place.sql<{ lifecycle: string }>(`SELECT lifecycle FROM "Campaign" WHERE id = $1`, [campaignId]);
    return row!.lifecycle === "SUCCESSFUL" || row!.lifecycle === "FAILED" || row!.lifecycle;
  }, 60_000);

const CLIENTS = 500;
const SETTLERS = 4;
export const run: Run = async (place) => {
  await place.startApp();
  for (let i = 1; i < SETTLERS; i++) await place.startApp({ role: "worker", port: await freePort() });
  const campaignId = await campaign(place);
  const viewers = viewersOf(await manyBackers(CLIENTS));
  const wish = await wishFor(campaignId, { rewards: { 1: 1 } });
  const deadline = await endsIn(campaignId, 4000);
  let tooSoon = 0;
  const answers = await around(deadline, CLIENTS, 3000, (i) =>
    claimPledge(viewers[i]!, campaignId, wish).catch(async (error) => {
      // By the database's clock, read after the refusal.
      if ((await appNow()) < deadline) tooSoon++;
      throw error;
    }),
  );
  for (const one of answers)
    if (one.status === "rejected" && !(one.reason instanceof Refusal)) place.must(false, `a claim broke: ${one.reason}`);
  place.must(tooSoon === 0, `${tooSoon} claims were refused before the deadline`);
  const accepted = answers.flatMap((one) => (one.status === "fulfilled" ? [one.value.pledgeId] : []));
  const rows = await place.sql<{ id: string; at: Date }>(`SELECT id, "createdAt" AS at FROM "Pledge" WHERE "campaignId" = $1`, [
    campaignId,
  ]);
  place.must(rows.length === accepted.length, `${rows.length} claims are written, ${accepted.length} were told yes`);
  place.must(
    rows.every(({ at }) => at < deadline),
    "a claim was written at or after the deadline",
  );
  place.must(accepted.length > 0 && accepted.length < CLIENTS, `all ${CLIENTS} were on one side of the deadline`);
  // Half of them pay before the claims drain; the others never do.
  const versions = await db.pledgeVersion.findMany({ where: { pledgeId: { in: accepted } }, select: { id: true } });
  const paid = versions.slice(0, Math.ceil(versions.length / 2));
  await transact(async (tx) =>
    confirmPledges(
      tx,
      campaignId,
      paid.map(({ id }) => ({
        versionId: id,
        paidFen: 0,
        method: "card",
        customerId: "cus_x",
        paymentMethodId: "pm_x",
        fingerprint: null,
        brand: "visa",
        last4: "4242",
      })),
      await appNow(tx),
    ),
  );
  // Nobody's card is to be charged here: the campaign is left below its goal.
  await place.sql(`UPDATE "Campaign" SET "goalFen" = 500000000 WHERE id = $1`, [campaignId]);
  await advance(place, "6m");
  await Promise.allSettled([
    ...Array.from({ length: SETTLERS }, () => beginSettling(campaignId)),
    ...Array.from({ length: SETTLERS }, () => settleCampaign(campaignId)),
  ]);
  await settled(place, campaignId);
  await quiet(place);
  const [sum] = await place.sql<{ n: number; kept: string; counted: string; results: number }>(
    `SELECT count(*)::int AS n, (SELECT result ->> 'decidingFen' FROM "SettlementResult" WHERE "campaignId" = $1) AS kept, sum(p."amountFen") AS counted,
            (SELECT count(*)::int FROM "SettlementResult" WHERE "campaignId" = $1) AS results
       FROM "Pledge" p JOIN "PledgeVersion" v ON v."pledgeId" = p.id WHERE v.id = ANY($2::uuid[])`,
    [campaignId, paid.map(({ id }) => id)],
  );
  place.must(sum!.results === 1, `${sum!.results} results`);
  place.must(sum!.kept === sum!.counted, `the result says ${sum!.kept} fen, the rows ${sum!.counted}`);
  return `${accepted.length} of ${CLIENTS} before the deadline, none at or after it; ${paid.length} counted, ${sum!.kept} fen, 1 result by ${SETTLERS} processes`;
};

const LEAVING = 60;
const STAYING = 10;
/** Backers leave at the moment at which their cards begin to be charged. */
export const runCancels: Run = async (place) => {
  await place.startApp();
  const campaignId = await campaign(place);
  const pledges = await manyPledges(campaignId, LEAVING + STAYING, { rewards: { 1: 1 }, customers: LEAVING + STAYING });
  const rows = await place.sql<{ id: string; userId: string; orgId: string }>(
    `SELECT id, "userId", "orgId" FROM "Pledge" WHERE "campaignId" = $1`,
    [campaignId],
  );
  const who = new Map(rows.map((row) => [row.id, viewersOf([row])[0]!]));
  const deadline = await endsIn(campaignId, 4000);
  const leaving = pledges.slice(0, LEAVING);
  const answers = await around(deadline, LEAVING, 3000, (i) => cancelPledge(who.get(leaving[i]!)!, leaving[i]!));
  for (const one of answers)
    if (one.status === "rejected" && !(one.reason instanceof Refusal)) place.must(false, `leaving broke: ${one.reason}`);
  await settled(place, campaignId);
  await until(async () => (await db.pledge.count({ where: { campaignId, state: { in: ["PLEDGED", "CHARGING"] } } })) === 0, 60_000);
  await quiet(place);
  let [left, charged] = [0, 0];
  for (const [i, pledgeId] of leaving.entries()) {
    const { state } = await db.pledge.findUniqueOrThrow({ where: { id: pledgeId } });
    const lots = await db.fundingLot.count({ where: { refType: "pledge", refId: pledgeId } });
    const gone = answers[i]!.status === "fulfilled" && (answers[i] as PromiseFulfilledResult<string>).value === "cancelled";
    if (gone) left++;
    else charged++;
    place.must(
      gone ? state === "CANCELLED" && lots === 0 : state === "COLLECTED" && lots === 1,
      `told ${gone ? "yes" : "no"}, is ${state} with ${lots} charges`,
    );
  }
  for (const pledgeId of pledges.slice(LEAVING)) {
    const { state } = await db.pledge.findUniqueOrThrow({ where: { id: pledgeId } });
    const lots = await db.fundingLot.count({ where: { refType: "pledge", refId: pledgeId } });
    place.must(state === "COLLECTED" && lots === 1, `a backer who stayed is ${state} with ${lots} charges`);
  }
  place.charges += charged + STAYING;
  place.must(left > 0 && charged > 0, `all on one side: ${left} left, ${charged} charged`);
  return `${left} left and never charged, ${charged} refused and charged once, none both`;
};

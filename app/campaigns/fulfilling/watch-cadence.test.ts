import "#app/payments/world.fixtures.ts";
import { expect, test } from "vitest";
import { creator, liveCampaign } from "#app/campaigns/fixtures.ts";
import { fundedCampaign } from "#app/campaigns/fulfilling/fixtures.ts";
import { cadenceAt, watchCadence } from "#app/campaigns/fulfilling/watch-cadence.server.ts";
import { campaignOf, tick } from "#app/campaigns/settling/fixtures.ts";
import { db } from "#app/db.server.ts";
import { advance } from "#app/payments/world.fixtures.ts";
import { appNow } from "#app/transact.server.ts";

const payoutsOf = async (campaignId: string) =>
  (await db.payout.findMany({ where: { campaignId }, orderBy: { stage: "asc" } })).map((p) => [p.state, p.holdReason]);
const casesOf = (campaignId: string) => db.campaignCase.count({ where: { campaignId, kind: "default", state: "OPEN" } });
const told = (campaignId: string, kind: string) =>
  db.notice.count({ where: { kind: `campaigns.notice.${kind}`, href: { contains: campaignId } } });

test("the length of a silence decides", () => {
  const at = (text: string) => new Date(`${text}T00:00:00Z`);
  const silent = { lastUpdateAt: null, settledAt: at("2026-01-01") };
  expect(
    ["2026-02-14", "2026-02-15", "2026-03-01", "2026-03-02", "2026-03-31", "2026-04-01"].map((day) => cadenceAt(silent, at(day))),
  ).toEqual([0, 1, 1, 2, 2, 3]);
  expect(cadenceAt({ ...silent, lastUpdateAt: at("2026-03-20") }, at("2026-04-01"))).toBe(0);
});

test("45 days of silence warn, 60 stop the coming stages, 90 open one case; a new word lets them go on", async () => {
  const { campaignId } = await fundedCampaign();
  await advance("31d");
  await tick("remindUpdate", "remindUpdate", "watchCadence");
  expect([await told(campaignId, "updateDue"), (await campaignOf(campaignId)).cadence]).toEqual([1, 0]);
  await advance("14d");
  await tick("watchCadence", "watchCadence");
  expect([(await campaignOf(campaignId)).cadence, await told(campaignId, "silentWarned")]).toEqual([1, 1]);
  const states = await payoutsOf(campaignId);
  await advance("15d");
  await tick("watchCadence", "resumeStages");
  expect((await campaignOf(campaignId)).cadence).toBe(2);
  expect(await payoutsOf(campaignId)).toEqual(states.map(([state]) => (state === "PLANNED" ? ["HELD", "cadence"] : [state, null])));
  // What posting an update does.
  const spoken = await appNow();
  await db.campaign.update({ where: { id: campaignId }, data: { lastUpdateAt: spoken, cadence: 0 } });
  await tick("watchCadence", "resumeStages");
  expect(await payoutsOf(campaignId)).toEqual(states);
  await advance("91d");
  const all = await Promise.allSettled(Array.from({ length: 6 }, () => watchCadence(campaignId)));
  expect(all.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  expect([await casesOf(campaignId), (await campaignOf(campaignId)).cadence]).toEqual([1, 3]);
  await db.campaign.update({ where: { id: campaignId }, data: { lastUpdateAt: await appNow(), cadence: 0 } });
  await tick("resumeStages");
  expect((await payoutsOf(campaignId)).filter(([state]) => state === "HELD")).not.toEqual([]);
});

test("a running campaign is reminded once a week of silence", async () => {
  const campaignId = await liveCampaign((await creator()).viewer);
  await tick("remindUpdate");
  expect(await told(campaignId, "updateDueLive")).toBe(0);
  await advance("7d");
  await tick("remindUpdate", "remindUpdate");
  expect(await told(campaignId, "updateDueLive")).toBe(1);
  await db.campaign.update({ where: { id: campaignId }, data: { lastUpdateAt: await appNow() } });
  await advance("8d");
  await tick("remindUpdate", "remindUpdate");
  expect(await told(campaignId, "updateDueLive")).toBe(2);
});

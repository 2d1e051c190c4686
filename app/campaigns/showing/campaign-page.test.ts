import { afterEach, describe, expect, test, vi } from "vitest";
import { creator, draftCampaign, liveCampaign, rewardsOf } from "#app/campaigns/fixtures.ts";
import { backer, manyPledges, pledge } from "#app/campaigns/pledging/fixtures.ts";
import { backerPlaces, recentBackers } from "#app/campaigns/showing/backers.server.ts";
import { campaignPage } from "#app/campaigns/showing/campaign-page.server.ts";
import { rewardState } from "#app/campaigns/showing/reward-state.ts";
import { timeLeft } from "#app/campaigns/showing/time-left.ts";
import { db } from "#app/db.server.ts";
import { operator, person } from "#app/people/fixtures.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { appNow } from "#app/transact.server.ts";
import { countStatements } from "./statements.fixtures.ts";

afterEach(() => vi.restoreAllMocks());
const see = async (viewer: Viewer | null, id: string, secret: string | null = null) => campaignPage(viewer, id, await appNow(), secret);

test("a draft is for its creators and operators; what was taken down is nobody else's", async () => {
  const who = await creator();
  const [op, stranger] = [await operator(), await person()];
  const draft = await draftCampaign(who.viewer);
  expect(await see(null, draft)).toBeNull();
  expect(await see(stranger.viewer, draft)).toBeNull();
  expect((await see(who.viewer, draft))?.role).toBe("creator");
  expect((await see(op.viewer, draft))?.role).toBe("operator");

  const live = await liveCampaign(who.viewer);
  expect((await see(null, live))?.role).toBe("visitor");
  await db.campaign.update({ where: { id: live }, data: { moderation: "SUSPENDED" } });
  expect(await see(null, live)).not.toBeNull();
  await db.campaign.update({ where: { id: live }, data: { moderation: "PURGED" } });
  expect(await see(null, live)).toBeNull();
  expect(await see(stranger.viewer, live)).toBeNull();
  expect(await see(op.viewer, live)).not.toBeNull();
});

test("a secret reward is on the page by its link only, and its key on the creator's only", async () => {
  const who = await creator();
  const id = await liveCampaign(who.viewer, { "rewards[1].secret": "on" });
  const hidden = (await rewardsOf(id)).find((reward) => reward.secretKey)!;
  const titles = async (viewer: Viewer | null, secret: string | null = null) => (await see(viewer, id, secret))!.campaign.rewards;
  expect((await titles(null)).map((reward) => reward.id)).not.toContain(hidden.id);
  expect((await titles(null, "guess")).map((reward) => reward.id)).not.toContain(hidden.id);
  expect(await titles(null, hidden.secretKey)).toContainEqual(expect.objectContaining({ id: hidden.id, secret: true, secretKey: null }));
  expect(await titles(who.viewer)).toContainEqual(expect.objectContaining({ id: hidden.id, secretKey: hidden.secretKey }));
});

test("a backer sees their own part, and their name only if they want it", async () => {
  const who = await creator();
  const id = await liveCampaign(who.viewer);
  const [open, quiet] = [await backer("张三"), await backer("李四")];
  await pledge(open.viewer, id);
  await pledge(quiet.viewer, id, { anonymous: true, rewards: { 1: 1 } });
  expect(await see(open.viewer, id)).toMatchObject({ role: "backer", pledge: { state: "PLEDGED" } });
  expect((await see(null, id))!.pledge).toBeNull();
  expect((await recentBackers(id)).map((one) => one.name)).toEqual([null, "张三"]);
  expect(await backerPlaces(id)).toEqual({ places: [{ province: "62", city: null, backers: 2 }], provinces: 1, related: 0 });
  expect((await see(null, id))!.campaign).toMatchObject({
    backers: 2,
    rewards: [
      { claimed: 1, left: 9 },
      { claimed: 1, left: null },
    ],
  });
});

test("the number of statements does not grow with backers, rewards or follows", async () => {
  const who = await creator();
  const [few, many] = [await liveCampaign(who.viewer), await liveCampaign(who.viewer)];
  await manyPledges(many, 30, { rewards: { 1: 1 }, customers: 1 });
  const asked = async (id: string) => {
    const count = countStatements();
    await Promise.all([see(null, id), recentBackers(id), backerPlaces(id)]);
    const statements = count();
    vi.restoreAllMocks();
    return statements;
  };
  const [one, thirty] = [await asked(few), await asked(many)];
  expect(thirty).toBeLessThanOrEqual(one + 1);
  expect(thirty).toBeLessThanOrEqual(14);
});

describe("a reward can be had", () => {
  const now = new Date("2026-12-01T00:00:00Z");
  const at = (ms: number) => new Date(now.getTime() + ms);
  const plain = { limit: 10, claimed: 9, opensAt: null, closesAt: null, closedAt: null, latePriceFen: null };
  test.each([
    [{}, "open"],
    [{ claimed: 10 }, "soldOut"],
    [{ limit: null, claimed: 10_000 }, "open"],
    [{ opensAt: at(1) }, "soon"],
    [{ opensAt: at(0) }, "open"],
    [{ closesAt: at(0) }, "over"],
    [{ closesAt: at(1) }, "open"],
    [{ closedAt: at(-1), claimed: 10 }, "closed"],
  ])("%j is %s", (more, state) => expect(rewardState({ ...plain, ...more }, now, false)).toBe(state));

  const late = { ...plain, latePriceFen: 100n };
  test.each([
    [{}, "open"],
    [{ latePriceFen: null }, "notLate"],
    [{ latePriceFen: null, claimed: 10 }, "notLate"],
    [{ closesAt: at(-1) }, "open"],
    [{ opensAt: at(1) }, "soon"],
    [{ closedAt: at(-1) }, "closed"],
    [{ claimed: 10 }, "soldOut"],
  ])("by latecomers: %o is %s", (more, state) => expect(rewardState({ ...late, ...more }, now, true)).toBe(state));
});

test.each([
  [0, null],
  [-1, null],
  [1, { unit: "seconds", n: 1 }],
  [120_000, { unit: "seconds", n: 120 }],
  [120_001, { unit: "minutes", n: 2 }],
  [120 * 60_000, { unit: "minutes", n: 120 }],
  [120 * 60_000 + 1, { unit: "hours", n: 2 }],
  [72 * 3_600_000, { unit: "hours", n: 72 }],
  [72 * 3_600_000 + 1, { unit: "days", n: 3 }],
])("%i ms are told as %j", (ms, told) => expect(timeLeft(ms)).toEqual(told));

import { describe, expect, test } from "vitest";
import { creator, liveCampaign, rewardsOf } from "#app/campaigns/fixtures.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { backer, manyBackers, manyPledges, payNow, pledge, pledgeOf, viewersOf, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { db } from "#app/db.server.ts";

const numbers = (id: string) =>
  db.campaign.findUniqueOrThrow({
    where: { id },
    select: { pledgedFen: true, backers: true, receivedFen: true, refundedFen: true, v: true },
  });

describe("a pledge", () => {
  test("by card: claimed, the card kept, counted; nothing is charged", async () => {
    const campaignId = await liveCampaign((await creator()).viewer);
    const { viewer } = await backer();
    const { pledgeId, untilAt } = await claimPledge(viewer, campaignId, await wishFor(campaignId, { rewards: { 0: 2, 2: 1 } }));
    const claimed = await pledgeOf(pledgeId);
    expect(claimed).toMatchObject({ state: "RESERVED", amountFen: 44_900n, shippingFen: 1_200n, counted: false, claimUntilAt: untilAt });
    expect((await numbers(campaignId)).pledgedFen).toBe(0n);
    expect((await rewardsOf(campaignId)).map((r) => r.claimed)).toEqual([2, 0, 1]);
    expect(await payNow(viewer, pledgeId)).toBe("SUCCEEDED");
    expect(await pledgeOf(pledgeId)).toMatchObject({
      state: "PLEDGED",
      counted: true,
      cardLast4: expect.stringMatching(/^\d{4}$/),
      collectedFen: 0n,
    });
    expect(await numbers(campaignId)).toMatchObject({ pledgedFen: 44_900n, backers: 1, receivedFen: 0n });
    const moves = await db.transition.findMany({ where: { entityId: pledgeId }, orderBy: { id: "asc" } });
    expect(moves.map((m) => [m.from, m.to, m.verb])).toEqual([
      [null, "RESERVED", "claimPledge"],
      ["RESERVED", "PLEDGED", "confirmPledge"],
    ]);
    expect(moves[1]!.hashPrev).toBe(moves[0]!.hash);
  });

  test("by wallet: paid at once, the money stands in the campaign's escrow", async () => {
    const campaignId = await liveCampaign((await creator()).viewer);
    const { viewer } = await backer();
    const pledgeId = await pledge(viewer, campaignId, { lane: "WALLET", rewards: { 1: 1 }, bonusFen: 1_00n });
    expect(await pledgeOf(pledgeId)).toMatchObject({ state: "PLEDGED", counted: true, collectedFen: 25_800n, method: "alipay" });
    expect(await numbers(campaignId)).toMatchObject({ pledgedFen: 25_800n, backers: 1, receivedFen: 25_800n });
  });

  test("many at once are counted by the same functions", async () => {
    const campaignId = await liveCampaign((await creator()).viewer);
    const ids = await manyPledges(campaignId, 30, { rewards: { 1: 1 }, customers: 5 });
    expect(new Set(ids).size).toBe(30);
    expect(await numbers(campaignId)).toMatchObject({ pledgedFen: 30n * 25_700n, backers: 30 });
  });
});

describe("a claim is refused", () => {
  const codeOf = (claim: Promise<unknown>) =>
    claim.then(
      () => "",
      (e) => e.code,
    );

  test("for what is closed, not open yet, hidden or gone; and a hidden reward is open to who has its link", async () => {
    const campaignId = await liveCampaign((await creator()).viewer);
    const { viewer } = await backer();
    const [reward] = await rewardsOf(campaignId);
    const set = (data: object) => db.reward.update({ where: { id: reward!.id }, data });
    const tried = async (more = {}) => codeOf(claimPledge(viewer, campaignId, await wishFor(campaignId, more)));
    const [past, coming] = [new Date("2020-01-01T00:00:00Z"), new Date("2040-01-01T00:00:00Z")];
    await set({ opensAt: coming });
    expect(await tried()).toBe("rewardNotOpen");
    await set({ opensAt: null, closesAt: past });
    expect(await tried()).toBe("rewardClosed");
    await set({ closesAt: null, closedAt: past });
    expect(await tried()).toBe("rewardClosed");
    await set({ closedAt: null, secretKey: `key-${campaignId}` });
    expect(await tried()).toBe("rewardClosed");
    expect(await tried({ secretKeys: [`key-${campaignId}`] })).toBe("");
    expect(await db.pledge.count({ where: { campaignId } })).toBe(1);
  });

  test("while the campaign is frozen or over, and says how few are left", async () => {
    const campaignId = await liveCampaign((await creator()).viewer, { "rewards[0].limit": "3" });
    const [a, b] = await Promise.all([backer(), backer()]);
    await claimPledge(a.viewer, campaignId, await wishFor(campaignId, { rewards: { 0: 2 } }));
    const two = await wishFor(campaignId, { rewards: { 0: 2 } });
    await expect(claimPledge(b.viewer, campaignId, two)).rejects.toMatchObject({ code: "rewardFew", params: { left: 1 } });
    await db.campaign.update({ where: { id: campaignId }, data: { moderation: "FROZEN" } });
    expect(await codeOf(claimPledge(b.viewer, campaignId, await wishFor(campaignId)))).toBe("campaignFrozen");
    await db.campaign.update({ where: { id: campaignId }, data: { moderation: "CLEAR", lifecycle: "CANCELLED" } });
    expect(await codeOf(claimPledge(b.viewer, campaignId, await wishFor(campaignId)))).toBe("campaignClosed");
  });

  test("in a batch, alone: the others are taken", async () => {
    const campaignId = await liveCampaign((await creator()).viewer, { "rewards[0].limit": "2" });
    const viewers = viewersOf(await manyBackers(3));
    const [small, large] = [await wishFor(campaignId), await wishFor(campaignId, { rewards: { 0: 2 } })];
    const answers = await Promise.all([
      codeOf(claimPledge(viewers[0]!, campaignId, small)),
      codeOf(claimPledge(viewers[1]!, campaignId, large)),
      codeOf(claimPledge(viewers[2]!, campaignId, small)),
    ]);
    expect(answers).toEqual(["", "rewardFew", ""]);
    expect((await rewardsOf(campaignId))[0]!.claimed).toBe(2);
  });
});

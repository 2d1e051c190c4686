import { describe, expect, test } from "vitest";
import { creator, liveCampaign, rewardsOf } from "#app/campaigns/fixtures.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { backer, manyPledges, payNow, pledge, pledgeOf, wishFor } from "#app/campaigns/pledging/fixtures.ts";
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
    expect(await pledgeOf(pledgeId)).toMatchObject({ state: "PLEDGED", counted: true, cardLast4: "4242", collectedFen: 0n });
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

import "#app/payments/world.fixtures.ts";
import { describe, expect, test } from "vitest";
import { creator, liveCampaign } from "#app/campaigns/fixtures.ts";
import { backer, manyPledges, pledge, pledgeOf } from "#app/campaigns/pledging/fixtures.ts";
import { campaignOf, pledgesOf, settleDown, statesOf, tick } from "#app/campaigns/settling/fixtures.ts";
import { settleCampaign } from "#app/campaigns/settling/settle-campaign.server.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { advance } from "#app/payments/world.fixtures.ts";

const live = async (changes: Record<string, string> = {}) => {
  const known = await creator();
  return { known, campaignId: await liveCampaign(known.viewer, { "rewards[0].limit": "200", ...changes }) };
};

describe("a campaign at its deadline", () => {
  test("with enough pledges succeeds: cards are charged, wallets stay, everything is collected and closed", async () => {
    const { campaignId } = await live({ goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400" });
    const card = await backer();
    const wallet = await backer();
    const [first, second] = [
      await pledge(card.viewer, campaignId, { rewards: { 0: 3 } }),
      await pledge(wallet.viewer, campaignId, { rewards: { 1: 2 }, lane: "WALLET" }),
    ];
    expect(await tick("beginSettling")).toBe(0);
    await advance("31d");
    await settleDown();
    expect(await campaignOf(campaignId)).toMatchObject({ lifecycle: "SUCCESSFUL", collection: "CLOSED" });
    expect(await statesOf(campaignId)).toEqual(["COLLECTED", "COLLECTED"]);
    expect([(await pledgeOf(first)).queueNo, (await pledgeOf(second)).queueNo]).toEqual([1, 2]);
    const campaign = await campaignOf(campaignId);
    expect(await balanceOf(`escrow:campaign:${campaignId}`)).toBe(campaign.receivedFen);
    expect(campaign.receivedFen).toBe(campaign.pledgedFen);
    expect((await db.payout.findMany({ where: { campaignId }, orderBy: { stage: "asc" } })).map((p) => p.shareBps)).toEqual([
      4000, 3000, 3000,
    ]);
  });

  test("with too few fails: cards are never charged, wallets get everything back", async () => {
    const { campaignId } = await live();
    const card = await backer();
    const wallet = await backer();
    const first = await pledge(card.viewer, campaignId, { rewards: { 0: 1 } });
    const second = await pledge(wallet.viewer, campaignId, { rewards: { 1: 2 }, lane: "WALLET" });
    await advance("31d");
    await settleDown();
    expect(await campaignOf(campaignId)).toMatchObject({ lifecycle: "FAILED", collection: "NONE" });
    // A wallet's refund takes its time.
    await advance("1h");
    await settleDown();
    expect(await pledgeOf(first)).toMatchObject({ state: "RELEASED", collectedFen: 0n });
    const paid = await pledgeOf(second);
    expect(paid).toMatchObject({ state: "REFUNDED", refundedFen: paid.collectedFen });
    expect(await balanceOf(`escrow:campaign:${campaignId}`)).toBe(0n);
    expect(await balanceOf(`refund:payable:${paid.orgId}`)).toBe(0n);
  });

  test("goes on where it stopped with more pledges than one transaction moves, after success and after a failure", async () => {
    const small = { goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400" };
    const won = await live(small);
    const lost = await live({ goal: "500000", "budget[0].amount": "250000", "budget[1].amount": "250000" });
    for (const { campaignId } of [won, lost]) await manyPledges(campaignId, 620, { rewards: { 1: 1 }, customers: 2 });
    await advance("31d");
    await tick("expireClaims", "beginSettling", "settleCampaign");
    const left = (campaignId: string) => db.pledge.count({ where: { campaignId, state: "PLEDGED", nextAttemptAt: null } });
    expect([await left(won.campaignId), await left(lost.campaignId)]).toEqual([120, 120]);
    expect(await tick("closeCollection")).toBe(0);
    expect(await tick("keepPledges", "endPledges")).toBe(2);
    expect([await left(won.campaignId), await left(lost.campaignId)]).toEqual([0, 0]);
    expect(await tick("keepPledges", "endPledges")).toBe(0);
    expect(new Set(await statesOf(lost.campaignId))).toEqual(new Set(["RELEASED"]));
    const numbers = (await pledgesOf(won.campaignId)).map((pledge) => pledge.queueNo);
    expect(new Set(numbers).size).toBe(620);
    await db.pledge.updateMany({ where: { campaignId: won.campaignId }, data: { nextAttemptAt: new Date("2100-01-01") } });
  });

  test("is settled once, however many settle it", async () => {
    const { campaignId } = await live();
    await manyPledges(campaignId, 30, { rewards: { 0: 1 }, customers: 2 });
    await advance("31d");
    await tick("expireClaims", "beginSettling");
    const all = await Promise.allSettled(Array.from({ length: 80 }, () => settleCampaign(campaignId)));
    expect(all.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(await db.settlementResult.count({ where: { campaignId } })).toBe(1);
  });
});

test("the books agree", async () => {
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
});

import "#app/payments/world.fixtures.ts";
import { describe, expect, test } from "vitest";
import { fixPayment } from "#app/campaigns/collecting/fix-payment.server.ts";
import { creator, liveCampaign, rewardsOf } from "#app/campaigns/fixtures.ts";
import { cancelPledge } from "#app/campaigns/pledging/cancel-pledge.server.ts";
import { backer, payOnPage, pledge, pledgeOf } from "#app/campaigns/pledging/fixtures.ts";
import { freeCancel } from "#app/campaigns/pledging/free-cancel.server.ts";
import { freeWay } from "#app/campaigns/pledging/free-way.ts";
import { pledgePage } from "#app/campaigns/pledging/queries.server.ts";
import { campaignOf, sendAll, settleDown, tick } from "#app/campaigns/settling/fixtures.ts";
import { settleCampaign } from "#app/campaigns/settling/settle-campaign.server.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { advance } from "#app/payments/world.fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow } from "#app/transact.server.ts";

const small = { goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400", "rewards[0].limit": "20" };
const FAILS = "4000000000000341";
const DAY = 86_400_000;
const no = (code: string) => expect.objectContaining({ code });

/** A backer whose reward was corrected, beside one who alone makes the campaign succeed; up to just after the deadline. */
async function corrected(number?: string) {
  const campaignId = await liveCampaign((await creator()).viewer, small);
  await pledge((await backer()).viewer, campaignId, { lane: "WALLET", rewards: {}, bonusFen: 1000_00n });
  const who = await backer();
  const pledgeId = await pledge(who.viewer, campaignId, { rewards: { 0: 2 }, ...(number ? { pay: { number } } : {}) });
  await advance("31d");
  const freeCancelUntilAt = new Date((await appNow()).getTime() + 14 * DAY);
  await db.pledge.update({ where: { id: pledgeId }, data: { freeCancelUntilAt } });
  const page = async () => (await pledgePage(who.viewer, pledgeId, await appNow()))!;
  return { campaignId, pledgeId, who, page };
}
const chargesOf = (pledgeId: string) =>
  db.$queryRaw<{ kind: string; state: string }[]>`
    SELECT i.kind::text, i.state::text FROM "PspIntent" i JOIN "PledgeVersion" v ON v.id = i."refId"
     WHERE v."pledgeId" = ${pledgeId}::uuid AND i.purpose = 'collect-pledge' ORDER BY i.id`;
const claimedOf = async (campaignId: string) => (await rewardsOf(campaignId))[0]!.claimed;

test.each([
  ["LIVE", "PLEDGED", -1, "cancel"],
  ["LIVE", "PLEDGED", 0, "leave"],
  ["SETTLING", "PLEDGED", 1, "leave"],
  ["SUCCESSFUL", "PLEDGED", 1, "leave"],
  ["SUCCESSFUL", "CHARGING", 1, "wait"],
  ["SUCCESSFUL", "ERRORED", 1, "leave"],
  ["SUCCESSFUL", "AUTH_REQUIRED", 1, "leave"],
  ["SUCCESSFUL", "COLLECTED", 1, "leave"],
  ["SUCCESSFUL", "DROPPED", 1, null],
  ["FAILED", "PLEDGED", 1, null],
  ["CANCELLED", "COLLECTED", 1, null],
] as const)("the free way out of a %s campaign for a %s pledge, %i ms after the deadline: %s", (lifecycle, state, after, way) => {
  const deadlineAt = new Date("2026-12-01T12:00:00Z");
  expect(freeWay({ state, lifecycle, deadlineAt }, new Date(deadlineAt.getTime() + after))).toBe(way);
});

describe("after a correction a backer leaves for nothing", () => {
  test("between the deadline and the result: the total follows, and may fall below the goal", async () => {
    const campaignId = await liveCampaign((await creator()).viewer, small);
    const who = await backer();
    const pledgeId = await pledge(who.viewer, campaignId, { lane: "WALLET", rewards: {}, bonusFen: 1000_00n });
    const freeCancelUntilAt = new Date((await appNow()).getTime() + 40 * DAY);
    await db.pledge.update({ where: { id: pledgeId }, data: { freeCancelUntilAt } });
    await advance("31d");
    await tick("beginSettling");
    expect(await campaignOf(campaignId)).toMatchObject({ lifecycle: "SETTLING" });
    await expect(cancelPledge(who.viewer, pledgeId)).rejects.toEqual(no("campaignClosed"));
    await freeCancel(who.viewer, pledgeId);
    expect(await pledgeOf(pledgeId)).toMatchObject({ state: "REFUNDING", counted: false, refundedFen: 1000_00n, endReason: "CORRECTION" });
    expect(await campaignOf(campaignId)).toMatchObject({ pledgedFen: 0n, backers: 0 });
    expect(await settleCampaign(campaignId)).toBe("FAILED");
  });

  test("at the moment of the settlement: the result counts the pledge or does not, and the books agree", async () => {
    for (let round = 0; round < 3; round++) {
      const { campaignId, pledgeId, who } = await corrected();
      await tick("beginSettling");
      await Promise.allSettled([
        freeCancel(who.viewer, pledgeId),
        settleCampaign(campaignId),
        freeCancel(who.viewer, pledgeId),
        settleCampaign(campaignId),
      ]);
      const { result } = await db.settlementResult.findUniqueOrThrow({ where: { campaignId } });
      expect((result as { pledgedFen: string }).pledgedFen).toBe(String((await campaignOf(campaignId)).pledgedFen));
      expect(await pledgeOf(pledgeId)).toMatchObject({ state: "CANCELLED", collectedFen: 0n });
    }
  });

  test("while the card is to be tried again: it is let go and never charged, and the units come back", async () => {
    const { campaignId, pledgeId, who, page } = await corrected(FAILS);
    await settleDown();
    expect(await pledgeOf(pledgeId)).toMatchObject({ state: "ERRORED" });
    expect(await page()).toMatchObject({ may: { leaveFree: true }, freeWaits: false });
    const { pledgedFen } = await campaignOf(campaignId);
    await freeCancel(who.viewer, pledgeId);
    expect(await pledgeOf(pledgeId)).toMatchObject({ state: "CANCELLED", nextAttemptAt: null, endReason: "CORRECTION" });
    expect(await claimedOf(campaignId)).toBe(0);
    // What was decided stays decided.
    expect(await campaignOf(campaignId)).toMatchObject({ lifecycle: "SUCCESSFUL", pledgedFen });
    await advance("25h");
    await settleDown();
    expect(await chargesOf(pledgeId)).toHaveLength(1);
    expect(await page()).toMatchObject({ may: { leaveFree: false }, freeUntil: null });
    expect(await campaignOf(campaignId)).toMatchObject({ collection: "CLOSED" });
  });

  test("not while a charge is under way: then as soon as it has ended", async () => {
    const { pledgeId, who, page } = await corrected();
    await tick("beginSettling", "settleCampaign", "keepPledges", "chargePledges");
    expect(await page()).toMatchObject({ state: "CHARGING", may: { leaveFree: false }, freeWaits: true });
    await expect(freeCancel(who.viewer, pledgeId)).rejects.toEqual(no("paymentOpen"));
    await sendAll();
    expect(await page()).toMatchObject({ state: "COLLECTED", may: { leaveFree: true }, freeWaits: false });
    await freeCancel(who.viewer, pledgeId);
    expect(await pledgeOf(pledgeId)).toMatchObject({ state: "REFUNDING" });
  });

  test("at the moment of the charge: a pledge that was left has no charge, one that is charged gets everything back", async () => {
    for (let round = 0; round < 5; round++) {
      const { pledgeId, who } = await corrected();
      await tick("beginSettling", "settleCampaign", "keepPledges");
      const leave = () => freeCancel(who.viewer, pledgeId);
      await Promise.allSettled([leave(), tick("chargePledges"), leave(), tick("chargePledges"), leave()]);
      const { state } = await pledgeOf(pledgeId);
      expect(await chargesOf(pledgeId)).toHaveLength(state === "CANCELLED" ? 0 : 1);
      await sendAll();
      if (state === "CHARGING") await leave();
      const after = await pledgeOf(pledgeId);
      expect(after.refundedFen).toBe(after.collectedFen);
      expect(["CANCELLED", "REFUNDING"]).toContain(after.state);
    }
  });

  test("at the moment of a payment on the page: what came in goes back, whichever was first", async () => {
    for (let round = 0; round < 3; round++) {
      const { pledgeId, who } = await corrected(FAILS);
      await settleDown();
      const { intentId, title, endsAt } = await fixPayment(who.viewer, pledgeId);
      const url = await checkoutUrl(intentId, { title, locale: "zh", returnPath: `/pledges/${pledgeId}`, endsAt });
      await payOnPage(url, { method: "alipay" });
      await Promise.allSettled([freeCancel(who.viewer, pledgeId), finalise(intentId, purposes), freeCancel(who.viewer, pledgeId)]);
      await finalise(intentId, purposes);
      const after = await pledgeOf(pledgeId);
      expect(after).toMatchObject({ state: "REFUNDING", collectedFen: after.amountFen, refundedFen: after.amountFen });
    }
  });
});

test("the books agree", async () => {
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
});

import { beforeEach, describe, expect, test } from "vitest";
import { campaignsDue } from "#app/campaigns/due.server.ts";
import { creator, liveCampaign, rewardsOf } from "#app/campaigns/fixtures.ts";
import { scheduleLate } from "#app/campaigns/fulfilling/late/schedule-late.server.ts";
import { cancelPledge } from "#app/campaigns/pledging/cancel-pledge.server.ts";
import { changePledge } from "#app/campaigns/pledging/change-pledge.server.ts";
import { claimPledge } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { expireClaims } from "#app/campaigns/pledging/end-claims.server.ts";
import { backer, openPayPage, payNow, payOnPage, pledge, pledgeOf, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { freeCancel } from "#app/campaigns/pledging/free-cancel.server.ts";
import { pledgeForm } from "#app/campaigns/pledging/pledge-form.server.ts";
import { replaceCard } from "#app/campaigns/pledging/replace-card.server.ts";
import { withdrawCancel } from "#app/campaigns/pledging/withdraw-cancel.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { settlingDue } from "#app/campaigns/settling/due.server.ts";
import { campaignPage } from "#app/campaigns/showing/campaign-page.server.ts";
import { db } from "#app/db.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { LEAST_PAID_FEN } from "#app/payments/intent.ts";
import type { AddressForm } from "#app/people/addresses/address.ts";
import { saveAddress } from "#app/people/addresses/save-address.server.ts";
import { purposes } from "#app/purposes.server.ts";
import { appNow } from "#app/transact.server.ts";
import { setOffset } from "#sandbox/clock.ts";

beforeEach(() => setOffset(0));
const start = async (changes: Record<string, string> = {}) => liveCampaign((await creator()).viewer, changes);
const small = { goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400" };
/** The clock passes the deadline and its drain; the campaign is settled and collected. */
async function settle(campaignId: string) {
  await setOffset((await campaignOf(campaignId)).deadlineAt!.getTime() + policy.drainMs - (await appNow()).getTime());
  for (let round = 0; round < 3; round++) for (const run of Object.values(settlingDue)) await run(await appNow());
}
const home: AddressForm = {
  addressId: null,
  name: "李看",
  phone: "13800005678",
  provinceCode: "620000",
  cityCode: "620100",
  districtCode: "620102",
  street: "雁滩路 88 号",
  label: "",
  preferred: false,
};
const campaignOf = (id: string) => db.campaign.findUniqueOrThrow({ where: { id } });
const claimedOf = async (id: string) => (await rewardsOf(id)).map((r) => r.claimed);
const noticesOf = async (userId: string) => (await db.notice.findMany({ where: { userId }, orderBy: { id: "asc" } })).map((n) => n.kind);

describe("a change", () => {
  test("of a card pledge holds at once; what is kept keeps its price", async () => {
    const campaignId = await start();
    const { viewer } = await backer();
    const pledgeId = await pledge(viewer, campaignId, { rewards: { 1: 1 } });
    const reward = (await rewardsOf(campaignId))[1]!;
    await db.reward.update({ where: { id: reward.id }, data: { priceFen: reward.priceFen + 1000n } });
    expect(await changePledge(viewer, pledgeId, await wishFor(campaignId, { rewards: { 1: 2, 2: 1 } }))).toBe("changed");
    const amountFen = 2n * reward.priceFen + 3_900n + 1_200n;
    expect(await pledgeOf(pledgeId)).toMatchObject({ state: "PLEDGED", version: 2, amountFen });
    expect(await campaignOf(campaignId)).toMatchObject({ pledgedFen: amountFen, backers: 1 });
    expect(await claimedOf(campaignId)).toEqual([0, 2, 1]);
  });

  test("of a wallet pledge upwards: the difference is paid, until then nothing is different", async () => {
    const campaignId = await start();
    const { viewer } = await backer();
    const pledgeId = await pledge(viewer, campaignId, { lane: "WALLET", rewards: { 1: 1 } });
    expect(await changePledge(viewer, pledgeId, await wishFor(campaignId, { lane: "WALLET", rewards: { 0: 2 } }))).toBe("due");
    expect(await pledgeOf(pledgeId)).toMatchObject({ amountFen: 25_700n, version: 1 });
    expect(await claimedOf(campaignId)).toEqual([2, 1, 0]);
    await payNow(viewer, pledgeId, { method: "wechat_pay" });
    expect(await pledgeOf(pledgeId)).toMatchObject({ amountFen: 40_800n, version: 2, collectedFen: 40_800n, refundedFen: 0n });
    expect(await campaignOf(campaignId)).toMatchObject({ pledgedFen: 40_800n, receivedFen: 40_800n, backers: 1 });
    expect(await claimedOf(campaignId)).toEqual([2, 0, 0]);
  });

  test("of a wallet pledge by less than the till takes is not begun, so that nothing of it is held for a payment that cannot be made", async () => {
    const campaignId = await start();
    const { viewer } = await backer();
    const pledgeId = await pledge(viewer, campaignId, { lane: "WALLET", rewards: { 1: 1 } });
    const add = async (bonusFen: bigint) =>
      changePledge(viewer, pledgeId, await wishFor(campaignId, { lane: "WALLET", rewards: { 1: 1 }, bonusFen }));
    await expect(add(LEAST_PAID_FEN - 1n)).rejects.toMatchObject({ code: "moreTooSmall", params: { moreFen: "399" } });
    expect(await db.pledgeVersion.count({ where: { pledgeId } })).toBe(1);
    expect(await add(LEAST_PAID_FEN)).toBe("due");
    await payNow(viewer, pledgeId, { method: "alipay" });
    expect(await pledgeOf(pledgeId)).toMatchObject({ amountFen: 25_700n + LEAST_PAID_FEN, version: 2 });
    const card = await backer();
    const kept = await pledge(card.viewer, campaignId, { rewards: { 1: 1 } });
    expect(await changePledge(card.viewer, kept, await wishFor(campaignId, { rewards: { 1: 1 }, bonusFen: 1n }))).toBe("changed");
  });

  test("says whether it is the creator's own and whose name is shown, whether or not something is to be paid", async () => {
    const campaignId = await start();
    const { viewer } = await backer();
    const pledgeId = await pledge(viewer, campaignId, { lane: "WALLET", rewards: { 1: 1 } });
    const change = async (wanted: Parameters<typeof wishFor>[1]) =>
      changePledge(viewer, pledgeId, await wishFor(campaignId, { lane: "WALLET", rewards: { 1: 1 }, ...wanted }));
    expect(await change({ related: true })).toBe("changed");
    expect(await pledgeOf(pledgeId)).toMatchObject({ related: true, relatedBy: null, anonymous: false });
    expect(await change({ rewards: { 1: 2 }, anonymous: true, related: true })).toBe("due");
    expect(await pledgeOf(pledgeId)).toMatchObject({ related: true, anonymous: true, amountFen: 25_700n });
    expect(await change({ rewards: { 1: 2 } })).toBe("due");
    expect(await pledgeOf(pledgeId)).toMatchObject({ related: false, anonymous: false });
    // What was found is not taken back by the backer's word, and what operators cleared is declared anew only by it.
    await db.pledge.update({ where: { id: pledgeId }, data: { related: true, relatedBy: "CARD" } });
    await change({ anonymous: true });
    expect(await pledgeOf(pledgeId)).toMatchObject({ related: true, relatedBy: "CARD" });
    await db.pledge.update({ where: { id: pledgeId }, data: { related: false, relatedBy: "CLEARED" } });
    await change({});
    expect(await pledgeOf(pledgeId)).toMatchObject({ related: false, relatedBy: "CLEARED" });
    await change({ related: true });
    expect(await pledgeOf(pledgeId)).toMatchObject({ related: true, relatedBy: null });
  });

  test("that sends to another province moves only when it is paid", async () => {
    const campaignId = await start();
    const { viewer } = await backer();
    const addressId = await saveAddress(viewer, home);
    const pledgeId = await pledge(viewer, campaignId, { lane: "WALLET", rewards: { 1: 1 }, addressId });
    expect(await pledgeOf(pledgeId)).toMatchObject({ provinceCode: "620000", addressId, shipTo: { street: home.street } });
    expect(await changePledge(viewer, pledgeId, await wishFor(campaignId, { rewards: { 1: 1 }, provinceCode: "540000" }))).toBe("due");
    expect(await pledgeOf(pledgeId)).toMatchObject({ provinceCode: "620000", addressId });
    await payNow(viewer, pledgeId, { method: "alipay" });
    expect(await pledgeOf(pledgeId)).toMatchObject({ provinceCode: "540000", region: "西藏自治区", addressId: null, shipTo: null });
  });

  test("that is not paid in time leaves the pledge as it was; paid later it goes back", async () => {
    const campaignId = await start();
    const { viewer } = await backer();
    const pledgeId = await pledge(viewer, campaignId, { lane: "WALLET", rewards: { 1: 1 } });
    await changePledge(viewer, pledgeId, await wishFor(campaignId, { lane: "WALLET", rewards: { 0: 2 } }));
    const page = await openPayPage(viewer, pledgeId);
    await payOnPage(page.url, { method: "alipay" });
    await setOffset(policy.claimMs + 1000);
    await expireClaims(await appNow());
    expect(await claimedOf(campaignId)).toEqual([0, 1, 0]);
    await finalise(page.intentId, purposes);
    expect(await pledgeOf(pledgeId)).toMatchObject({
      state: "PLEDGED",
      amountFen: 25_700n,
      version: 1,
      collectedFen: 40_800n,
      refundedFen: 15_100n,
    });
    expect(await campaignOf(campaignId)).toMatchObject({ pledgedFen: 25_700n, receivedFen: 40_800n, refundedFen: 15_100n });
  });

  test("of a wallet pledge downwards gives the difference back at once", async () => {
    const campaignId = await start();
    const { viewer } = await backer();
    const pledgeId = await pledge(viewer, campaignId, { lane: "WALLET", rewards: { 1: 2 } });
    expect(await changePledge(viewer, pledgeId, await wishFor(campaignId, { lane: "WALLET", rewards: { 1: 1 } }))).toBe("changed");
    expect(await pledgeOf(pledgeId)).toMatchObject({ amountFen: 25_700n, collectedFen: 50_800n, refundedFen: 25_100n });
    expect(await db.pledgeRefund.findMany({ where: { pledgeId } })).toMatchObject([{ reason: "LOWERED", amountFen: 25_100n }]);
    expect(await campaignOf(campaignId)).toMatchObject({ pledgedFen: 25_700n, refundedFen: 25_100n });
  });

  test("another card takes the place of the first, which is let go", async () => {
    const campaignId = await start();
    const { viewer } = await backer();
    const pledgeId = await pledge(viewer, campaignId);
    const before = await pledgeOf(pledgeId);
    await replaceCard(viewer, pledgeId);
    await payNow(viewer, pledgeId, { number: "5555555555554444" });
    const after = await pledgeOf(pledgeId);
    expect(after).toMatchObject({ state: "PLEDGED", cardLast4: "4444", amountFen: before.amountFen, version: 2 });
    expect(after.paymentMethodId).not.toBe(before.paymentMethodId);
    const jobs = await db.$queryRaw<{ data: object }[]>`SELECT data FROM pgboss.job WHERE name = 'forget-card'`;
    expect(jobs.map((j) => j.data)).toContainEqual({ paymentMethodId: before.paymentMethodId });
    expect(await campaignOf(campaignId)).toMatchObject({ pledgedFen: before.amountFen, backers: 1 });
  });
});

describe("leaving", () => {
  test("a card is let go, a wallet gets all back; the units return", async () => {
    const campaignId = await start();
    const [a, b] = await Promise.all([backer(), backer()]);
    const card = await pledge(a.viewer, campaignId);
    const wallet = await pledge(b.viewer, campaignId, { lane: "WALLET" });
    expect(await cancelPledge(a.viewer, card, "改主意了")).toBe("cancelled");
    expect(await cancelPledge(b.viewer, wallet)).toBe("cancelled");
    expect(await pledgeOf(card)).toMatchObject({ state: "CANCELLED", counted: false });
    expect(await pledgeOf(wallet)).toMatchObject({ state: "REFUNDING", counted: false, refundedFen: 20_700n });
    expect(await campaignOf(campaignId)).toMatchObject({ pledgedFen: 0n, backers: 0, receivedFen: 20_700n, refundedFen: 20_700n });
    expect(await claimedOf(campaignId)).toEqual([0, 0, 0]);
  });

  test("who waits may stay after all; who waits at the deadline stays", async () => {
    const campaignId = await start(small);
    const [a, b] = await Promise.all([backer(), backer()]);
    const first = await pledge(a.viewer, campaignId, { rewards: {}, bonusFen: 600_00n });
    const second = await pledge(b.viewer, campaignId, { rewards: {}, bonusFen: 600_00n });
    const deadlineAt = new Date(Math.floor(((await appNow()).getTime() + 3_600_000) / 1000) * 1000);
    await db.campaign.update({ where: { id: campaignId }, data: { deadlineAt } });
    expect(await cancelPledge(a.viewer, first)).toBe("waiting");
    expect(await cancelPledge(a.viewer, first)).toBe("waiting");
    expect(await cancelPledge(b.viewer, second)).toBe("waiting");
    expect(await db.cancelRequest.count({ where: { campaignId, state: "WAITING" } })).toBe(2);
    await withdrawCancel(a.viewer, first);
    await setOffset(3_600_000);
    await campaignsDue.lapseCancels(await appNow());
    expect(await db.cancelRequest.findMany({ where: { campaignId }, orderBy: { id: "asc" }, select: { state: true } })).toEqual([
      { state: "WITHDRAWN" },
      { state: "LAPSED" },
    ]);
    expect((await pledgeOf(second)).state).toBe("PLEDGED");
    expect(await noticesOf(b.userId)).toContain("campaigns.notice.cancelLapsed");
  });

  const corrected = async (campaignId: string) =>
    db.pledge.updateMany({
      where: { campaignId },
      data: { freeCancelUntilAt: new Date((await appNow()).getTime() + 365 * 86_400_000) },
    });

  test("after a correction is free, although it sinks the campaign", async () => {
    const campaignId = await start(small);
    const { viewer } = await backer();
    const pledgeId = await pledge(viewer, campaignId, { rewards: {}, bonusFen: 1000_00n });
    const deadlineAt = new Date(Math.floor((await appNow()).getTime() / 1000) * 1000 + 3_600_000);
    await db.campaign.update({ where: { id: campaignId }, data: { deadlineAt } });
    await corrected(campaignId);
    expect(await cancelPledge(viewer, pledgeId)).toBe("cancelled");
    expect((await campaignOf(campaignId)).pledgedFen).toBe(0n);
  });

  test("after a correction is free after success too", async () => {
    const campaignId = await start(small);
    const { viewer } = await backer();
    const pledgeId = await pledge(viewer, campaignId, { lane: "WALLET", rewards: {}, bonusFen: 1000_00n });
    await expect(freeCancel(viewer, pledgeId)).rejects.toMatchObject({ code: "freeCancelOver" });
    await corrected(campaignId);
    await expect(freeCancel(viewer, pledgeId)).rejects.toMatchObject({ code: "wrongState" });
    await settle(campaignId);
    expect((await pledgeOf(pledgeId)).state).toBe("COLLECTED");
    await freeCancel(viewer, pledgeId);
    expect(await pledgeOf(pledgeId)).toMatchObject({ state: "REFUNDING", refundedFen: 1000_00n, endReason: "CORRECTION" });
  });
});

describe("late pledges", () => {
  test("are paid at once at their own price and stay out of the frozen total; what has none is not sold", async () => {
    const owner = await creator();
    const campaignId = await liveCampaign(owner.viewer, small);
    await pledge((await backer()).viewer, campaignId, { lane: "WALLET", rewards: {}, bonusFen: 1000_00n });
    const [first, second, addOn] = await rewardsOf(campaignId);
    const prices = [
      { rewardId: second!.id, price: 300_00n },
      { rewardId: addOn!.id, price: 45_00n },
    ];
    await scheduleLate(owner.viewer, campaignId, { prices });
    // A window of the campaign is none for latecomers.
    await db.reward.update({ where: { id: second!.id }, data: { closesAt: await appNow() } });
    await settle(campaignId);
    const { viewer } = await backer();
    const shown = (await campaignPage(viewer, campaignId, await appNow()))!.campaign;
    expect(shown.rewards.map((r) => [r.id, r.state, r.nowFen])).toEqual([
      [first!.id, "notLate", first!.priceFen],
      [second!.id, "open", 300_00n],
    ]);
    expect(shown.addOns.map((r) => [r.id, r.state, r.nowFen])).toEqual([[addOn!.id, "open", 45_00n]]);
    const form = await pledgeForm(viewer, campaignId, await appNow(), null);
    expect(form.rewards.map((r) => [r.state, r.nowFen])).toEqual([
      ["closed", first!.priceFen],
      ["open", 300_00n],
      ["open", 45_00n],
    ]);
    const refused = claimPledge(viewer, campaignId, await wishFor(campaignId, { rewards: { [first!.id]: 1 } }));
    await expect(refused).rejects.toMatchObject({ code: "rewardClosed" });
    const before = await campaignOf(campaignId);
    expect(before).toMatchObject({ lifecycle: "SUCCESSFUL", latePledge: "OPEN", backers: 1 });
    const { pledgeId } = await claimPledge(viewer, campaignId, await wishFor(campaignId, { rewards: { [second!.id]: 1 } }));
    expect(await pledgeOf(pledgeId)).toMatchObject({ late: true, lane: "WALLET", amountFen: 308_00n });
    await setOffset(0);
    const { intentId, url } = await openPayPage(viewer, pledgeId);
    await payOnPage(url, { method: "alipay" });
    await finalise(intentId, purposes);
    expect(await pledgeOf(pledgeId)).toMatchObject({ state: "COLLECTED", counted: false, collectedFen: 308_00n });
    const after = await campaignOf(campaignId);
    expect(after).toMatchObject({ backers: 1, pledgedFen: before.pledgedFen, receivedFen: before.receivedFen + 308_00n });
    expect(after.lastLateAt).not.toBeNull();
  });
});

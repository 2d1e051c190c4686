import "#app/payments/world.fixtures.ts";
import { describe, expect, test } from "vitest";
import { verifyChain } from "#app/campaigns/changing/chain.ts";
import { changesOf, ratesWithRises } from "#app/campaigns/changing/queries.server.ts";
import { raiseShipping } from "#app/campaigns/changing/raise-shipping.server.ts";
import { raiseTax } from "#app/campaigns/changing/raise-tax.server.ts";
import { sha256 } from "#app/campaigns/changing/record-change.server.ts";
import { payExtra } from "#app/campaigns/collecting/pay-extra.server.ts";
import { creator, liveCampaign, rewardsOf } from "#app/campaigns/fixtures.ts";
import { type Funded, fundedCampaign, shipped } from "#app/campaigns/fulfilling/fixtures.ts";
import { changePledge } from "#app/campaigns/pledging/change-pledge.server.ts";
import { claimPledges } from "#app/campaigns/pledging/claim-pledges.server.ts";
import { backer, payOnPage, pledge, pledgeOf, wishFor } from "#app/campaigns/pledging/fixtures.ts";
import { itemsFor } from "#app/campaigns/pledging/races.fixtures.ts";
import { readShown } from "#app/campaigns/pledging/shown-campaign.server.ts";
import { workOut } from "#app/campaigns/pledging/work-out.server.ts";
import { pledgeMoney } from "#app/campaigns/refunding/queries.server.ts";
import { takeBack } from "#app/campaigns/refunding/take-back.server.ts";
import { campaignOf, settleDown } from "#app/campaigns/settling/fixtures.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { LEAST_PAID_FEN } from "#app/payments/intent.ts";
import { advance } from "#app/payments/world.fixtures.ts";
import { purposes } from "#app/purposes.server.ts";

/** Five lamps at ¥199 within Gansu: ¥995 and ¥16 for sending them. */
const AGREED = 1011_00n;
const note = "承运商自十二月起全线涨价，附有新的报价单";
const local = (first: bigint, extra = 2_00n) => ({ zone: "LOCAL" as const, first, extra, note });
const raise = (of: Funded, first: bigint, extra?: bigint) => raiseShipping(of.creator.viewer, of.campaignId, local(first, extra));
const moneyOf = async (of: Funded, i = 0) => (await pledgeMoney(of.backers[i]!.who.viewer, of.backers[i]!.pledgeId))!;
const page = async (of: Funded, i = 0) => {
  const { who, pledgeId } = of.backers[i]!;
  const { intentId, title, endsAt } = await payExtra(who.viewer, pledgeId);
  return { intentId, url: await checkoutUrl(intentId, { title, locale: "zh", returnPath: `/pledges/${pledgeId}`, endsAt }) };
};
const noticed = (userId: string, kind: string) => db.notice.count({ where: { userId, kind: `campaigns.notice.${kind}` } });
const far = { provinceCode: "110000" };

describe("sending that costs more than was agreed", () => {
  test("is public, concerns those who are not sent to yet in its zone, and charges nobody", async () => {
    const of = await fundedCampaign([{}, far]);
    await advance("4d");
    await expect(raise(of, 7_00n)).rejects.toMatchObject({ code: "feeNotHigher" });
    await expect(raiseShipping(of.backers[0]!.who.viewer, of.campaignId, local(20_00n))).rejects.toMatchObject({ code: "notFound" });
    expect(await raise(of, 20_00n)).toBe(1);
    await expect(raise(of, 30_00n)).rejects.toMatchObject({ code: "riseRunning" });
    const changes = (await changesOf(null, of.campaignId))!;
    expect(changes.links[0]).toMatchObject({
      kind: "shipping",
      subject: "shipping:LOCAL",
      note,
      after: { firstFen: "2000", extraFen: "200" },
    });
    expect((await verifyChain(changes.links.toReversed(), changes.campaign.head, sha256)).fault).toBeNull();
    const { rise, right } = await moneyOf(of);
    expect(rise).toMatchObject({ estimateFen: AGREED, totalFen: AGREED + 12_00n, dueFen: 12_00n, mayLeave: false, open: true });
    expect(right).toBeNull();
    expect((await moneyOf(of, 1)).rise).toBeNull();
    const [first, second] = of.backers.map(({ who }) => who.userId);
    expect([await noticed(first!, "costRise"), await noticed(second!, "costRise")]).toEqual([1, 0]);
    expect(await pledgeOf(of.backers[0]!.pledgeId)).toMatchObject({ amountFen: AGREED, collectedFen: AGREED });
    // Nobody answered: it goes out at the old price, and the page says so.
    await advance("15d");
    expect((await moneyOf(of)).rise).toMatchObject({ open: false, paidAt: null });
    await expect(page(of)).rejects.toMatchObject({ code: "wrongState" });
    expect(await raise(of, 30_00n)).toBe(1);
    await shipped(of);
    expect((await moneyOf(of)).rise).toMatchObject({ open: false });
    expect((await ratesWithRises(of.campaignId))[0]).toMatchObject({ zone: "LOCAL", firstFen: 30_00n, asked: 2, paid: 0 });
  });

  test("by less than the till takes asks nobody; the next rise asks for all of it", async () => {
    const of = await fundedCampaign();
    await advance("4d");
    await expect(raise(of, 8_00n + LEAST_PAID_FEN - 1n)).rejects.toMatchObject({ code: "nobodyToCharge" });
    expect((await moneyOf(of)).rise).toBeNull();
    expect(await raise(of, 8_00n + LEAST_PAID_FEN)).toBe(1);
    const { intentId, url } = await page(of);
    await payOnPage(url, { method: "alipay" });
    await finalise(intentId, purposes);
    expect(await pledgeOf(of.backers[0]!.pledgeId)).toMatchObject({ collectedFen: AGREED + LEAST_PAID_FEN });
  });

  test("asks only those for whom it comes to that much, and later the others for the whole difference", async () => {
    const one = { rewards: { 0: 1 } };
    const of = await fundedCampaign([{}, one]);
    await advance("4d");
    // Sending five costs ¥6 more, sending one ¥2.
    expect(await raise(of, 10_00n, 3_00n)).toBe(1);
    expect([(await moneyOf(of)).rise?.dueFen, (await moneyOf(of, 1)).rise]).toEqual([6_00n, null]);
    await advance("15d");
    expect(await raise(of, 12_00n, 3_00n)).toBe(2);
    expect((await moneyOf(of, 1)).rise).toMatchObject({ dueFen: 4_00n });
  });

  test("is paid by whoever chooses to; the next rise asks for the rest alone, and compares with what the launch said", async () => {
    const of = await fundedCampaign();
    await advance("4d");
    await raise(of, 60_00n);
    const before = await campaignOf(of.campaignId);
    const { intentId, url } = await page(of);
    expect((await page(of)).intentId).toBe(intentId);
    await payOnPage(url, { method: "alipay" });
    await Promise.all(Array.from({ length: 6 }, () => finalise(intentId, purposes)));
    expect(await pledgeOf(of.backers[0]!.pledgeId)).toMatchObject({ state: "COLLECTED", collectedFen: AGREED + 52_00n });
    const after = await campaignOf(of.campaignId);
    expect(after.receivedFen).toBe(before.receivedFen + 52_00n);
    expect(await balanceOf(`escrow:campaign:${of.campaignId}`)).toBe(after.receivedFen - after.refundedFen - after.releasedFen);
    expect(await noticed(of.backers[0]!.who.userId, "extraPaid")).toBe(1);
    expect((await moneyOf(of)).rise).toMatchObject({ open: false });
    await advance("15d");
    await raise(of, 120_00n);
    expect((await moneyOf(of)).rise).toMatchObject({
      estimateFen: AGREED,
      totalFen: AGREED + 112_00n,
      dueFen: 60_00n,
      mayLeave: true,
      open: true,
    });
    expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
  });

  test("above a tenth gives everything back within fourteen days; what is paid meanwhile goes back, too", async () => {
    const of = await fundedCampaign([{}, {}]);
    await advance("4d");
    await raise(of, 150_00n);
    const { who, pledgeId } = of.backers[0]!;
    const { right, rise } = await moneyOf(of);
    expect(right).toMatchObject({ amountFen: AGREED, reason: "COST_RISE", untilAt: rise!.untilAt });
    expect(await noticed(who.userId, "costRiseLeave")).toBe(1);
    const { intentId, url } = await page(of);
    await payOnPage(url, { method: "alipay" });
    await takeBack(who.viewer, pledgeId, AGREED);
    await finalise(intentId, purposes);
    expect(await pledgeOf(pledgeId)).toMatchObject({ state: "REFUNDING", collectedFen: AGREED + 142_00n, refundedFen: AGREED + 142_00n });
    await settleDown();
    // A wallet's refund takes a while.
    await advance("1h");
    await settleDown();
    expect((await pledgeOf(pledgeId)).state).toBe("REFUNDED");
    expect(await db.extraCost.count({ where: { pledgeId, paidAt: { not: null } } })).toBe(0);
    // The other one does nothing for fourteen days: the right is over, the agreed price stays.
    await advance("15d");
    expect((await moneyOf(of, 1)).right).toBeNull();
    await expect(takeBack(of.backers[1]!.who.viewer, of.backers[1]!.pledgeId, AGREED)).rejects.toMatchObject({ code: "nothingToGiveBack" });
  });

  test("is measured by price, sending and tax: support beside the reward does not hide the rise", async () => {
    const of = await fundedCampaign([{ bonusFen: 500_00n }]);
    await advance("4d");
    expect(await pledgeOf(of.backers[0]!.pledgeId)).toMatchObject({ amountFen: AGREED + 500_00n });
    // ¥108 more on ¥1,011: more than a tenth, although it is less than a tenth of all that was paid.
    await raise(of, 116_00n);
    const { rise, right } = await moneyOf(of);
    expect(rise).toMatchObject({ estimateFen: AGREED, totalFen: AGREED + 108_00n, dueFen: 108_00n, mayLeave: true });
    expect(right).toMatchObject({ reason: "COST_RISE", amountFen: AGREED + 500_00n });
  });

  test("raised twice at once is raised once; a backer who leaves and pays at once does one of the two", async () => {
    const of = await fundedCampaign();
    await advance("4d");
    const rises = await Promise.allSettled(Array.from({ length: 5 }, () => raise(of, 150_00n)));
    expect(rises.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.extraCost.count({ where: { campaignId: of.campaignId } })).toBe(1);
    const { intentId, url } = await page(of);
    await payOnPage(url, { method: "alipay" });
    const { who, pledgeId } = of.backers[0]!;
    await Promise.allSettled([finalise(intentId, purposes), takeBack(who.viewer, pledgeId, AGREED)]);
    const pledge = await pledgeOf(pledgeId);
    const paid = await db.extraCost.count({ where: { pledgeId, paidAt: { not: null } } });
    if (paid) expect(pledge).toMatchObject({ state: "COLLECTED", refundedFen: 0n, collectedFen: AGREED + 142_00n });
    else expect(pledge.refundedFen).toBe(pledge.collectedFen);
  });
});

describe("a tax that comes to more than was declared", () => {
  const taxed = (of: Funded, rewardId: string, tax: bigint) => raiseTax(of.creator.viewer, { rewardId, tax, note });
  const first = async (of: Funded) => {
    const line = { version: { pledgeId: of.backers[0]!.pledgeId, state: "CURRENT" as const } };
    return (await db.pledgeLine.findFirstOrThrow({ where: line })).rewardId;
  };

  test("is asked for from the backers of that reward, one rise at a time, beside what was paid for sending", async () => {
    const of = await fundedCampaign();
    await advance("4d");
    const rewardId = await first(of);
    await expect(taxed(of, rewardId, 0n)).rejects.toMatchObject({ code: "taxNotHigher" });
    await expect(raiseTax(of.backers[0]!.who.viewer, { rewardId, tax: 1_00n, note })).rejects.toMatchObject({ code: "notFound" });
    await raise(of, 20_00n);
    await expect(taxed(of, rewardId, 10_00n)).rejects.toMatchObject({ code: "riseRunning" });
    const { intentId, url } = await page(of);
    await payOnPage(url, { method: "alipay" });
    await finalise(intentId, purposes);
    await advance("15d");
    // Five lamps: 5 × ¥10 more; sending for ¥12 more is paid already.
    const both = await Promise.allSettled([taxed(of, rewardId, 10_00n), taxed(of, rewardId, 10_00n), raise(of, 30_00n)]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    if ((await db.extraCost.count({ where: { campaignId: of.campaignId, rewardId } })) === 0) {
      await advance("15d");
      await taxed(of, rewardId, 10_00n);
    }
    const { rise, right } = await moneyOf(of);
    expect(rise).toMatchObject({ rewardId, zone: null, estimateFen: AGREED, totalFen: AGREED + 62_00n, dueFen: 50_00n, mayLeave: false });
    expect(right).toBeNull();
    expect(await noticed(of.backers[0]!.who.userId, "taxRise")).toBe(1);
    expect((await changesOf(null, of.campaignId))!.links[0]).toMatchObject({ kind: "tax", after: { taxFen: "1000" }, note });
    // What was paid for sending and what is declared now together are more than a tenth.
    await advance("15d");
    await taxed(of, rewardId, 20_00n);
    expect((await moneyOf(of)).rise).toMatchObject({ totalFen: AGREED + 112_00n, dueFen: 100_00n, mayLeave: true });
    expect((await moneyOf(of)).right).toMatchObject({ reason: "COST_RISE", amountFen: AGREED + 12_00n });
    // Weeks went by: what takes its time at the channel was read meanwhile.
    for (const { id } of await db.pspIntent.findMany({ where: { kind: "REFUND", state: "OPEN" } })) await finalise(id, purposes);
    expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
  });

  test("is part of a pledge's total from the start; who keeps the reward keeps its tax, and only what is dearer is asked for", async () => {
    const { viewer } = await creator();
    const campaignId = await liveCampaign(viewer, { "rewards[0].tax": "15" });
    const [reward] = await rewardsOf(campaignId);
    expect(reward).toMatchObject({ taxFen: 15_00n });
    const { viewer: who } = await backer();
    const wish = { rewards: { 0: 1 } };
    const { total } = workOut(await readShown(db, campaignId), await wishFor(campaignId, wish), { provinceCode: "620000" });
    expect(total).toMatchObject({ taxFen: 15_00n, amountFen: total.goodsFen + total.shippingFen + 15_00n });
    const pledgeId = await pledge(who, campaignId, wish);
    expect(await pledgeOf(pledgeId)).toMatchObject({ taxFen: 15_00n, amountFen: total.amountFen });
    await db.reward.update({ where: { id: reward!.id }, data: { taxFen: 18_00n } });
    // Whoever has it keeps what was agreed for it; whoever comes with the old tax is asked again.
    await changePledge(who, pledgeId, await wishFor(campaignId, { rewards: { 0: 2 } }));
    expect(await pledgeOf(pledgeId)).toMatchObject({ taxFen: 30_00n });
    const [late] = await claimPledges(campaignId, await itemsFor(campaignId, 1));
    expect(late).toMatchObject({ ok: false, code: "CHANGED" });
  });
});

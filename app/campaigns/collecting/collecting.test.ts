import "#app/payments/world.fixtures.ts";
import { expect, test } from "vitest";
import { deliverAnyway } from "#app/campaigns/collecting/deliver-anyway.server.ts";
import { fixPayment } from "#app/campaigns/collecting/fix-payment.server.ts";
import { decisionPage } from "#app/campaigns/collecting/queries.server.ts";
import { refundAll } from "#app/campaigns/collecting/refund-all.server.ts";
import { retryCharge } from "#app/campaigns/collecting/retry-charge.server.ts";
import { creator, liveCampaign } from "#app/campaigns/fixtures.ts";
import { lockPledge } from "#app/campaigns/lock.server.ts";
import { movePledge } from "#app/campaigns/move.server.ts";
import { backer, manyPledges, payOnPage, pledge, pledgeOf } from "#app/campaigns/pledging/fixtures.ts";
import { giveBack } from "#app/campaigns/refunding/give-back.server.ts";
import { campaignOf, sendAll, settleDown, statesOf, tick } from "#app/campaigns/settling/fixtures.ts";
import { publicState } from "#app/campaigns/showing/announce.server.ts";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { checkoutUrl } from "#app/payments/checkout.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { advance } from "#app/payments/world.fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

const small = { goal: "1000", "budget[0].amount": "600", "budget[1].amount": "400", "rewards[0].limit": "200" };
const LOST = "4000000000009987";
const FAILS = "4000000000000341";
const ASKS = "4000002760003184";
const no = (code: string) => expect.objectContaining({ code });

/** A campaign that succeeds with these cards, up to after the first attempt. */
async function succeeded(numbers: string[]) {
  const known = await creator();
  const campaignId = await liveCampaign(known.viewer, small);
  const backers = await Promise.all(numbers.map(() => backer()));
  const pledges: string[] = [];
  for (const [i, number] of numbers.entries())
    pledges.push(await pledge(backers[i]!.viewer, campaignId, { rewards: { 0: 3 }, pay: { number } }));
  await advance("31d");
  await settleDown();
  return { known, campaignId, backers, pledges };
}
const intentsOf = async (pledgeId: string) => {
  const versions = await db.pledgeVersion.findMany({ where: { pledgeId }, select: { id: true } });
  return db.pspIntent.findMany({ where: { refId: { in: versions.map((v) => v.id) }, purpose: "collect-pledge" }, orderBy: { id: "asc" } });
};
const pay = async (who: Awaited<ReturnType<typeof backer>>, pledgeId: string, method?: "alipay") => {
  const { intentId, title, endsAt } = await fixPayment(who.viewer, pledgeId);
  const url = await checkoutUrl(intentId, { title, locale: "zh", returnPath: `/pledges/${pledgeId}`, endsAt });
  await payOnPage(url, method ? { method } : {});
  return finalise(intentId, purposes);
};

test("a card that fails is tried at 0, 24, 72, 120 and 168 hours, its holder is reminded, and then it is dropped", async () => {
  const { campaignId, pledges, backers } = await succeeded(["4242424242424242", "4242424242424242", FAILS]);
  const failing = pledges[2]!;
  expect(await pledgeOf(failing)).toMatchObject({ state: "ERRORED", attempts: 1, hardDecline: false });
  expect(await campaignOf(campaignId)).toMatchObject({ collection: "RETRY_WINDOW" });
  for (const hours of [24, 48, 72, 96, 120, 144, 166]) {
    const passed = { 24: 24, 48: 24, 72: 24, 96: 24, 120: 24, 144: 24, 166: 22 }[hours]!;
    await advance(`${passed}h`);
    await settleDown();
    await tick("remindUnpaid");
    await tick("remindUnpaid");
  }
  expect((await pledgeOf(failing)).attempts).toBe(4);
  const told = await db.notice.findMany({ where: { userId: backers[2]!.userId, subject: `collect:${failing}` } });
  expect(told.filter((n) => n.kind === "campaigns.notice.collectReminder")).toHaveLength(4);
  await advance("3h");
  await settleDown();
  expect(await pledgeOf(failing)).toMatchObject({ state: "DROPPED", attempts: 5, collectedFen: 0n });
  expect(await intentsOf(failing)).toHaveLength(5);
  expect(await campaignOf(campaignId)).toMatchObject({ collection: "CLOSED" });
  expect((await campaignOf(campaignId)).receivedFen).toBe((await pledgeOf(pledges[0]!)).amountFen * 2n);
});

test("a card that is lost is not tried again, one that asks for its holder neither; both can be paid on a page", async () => {
  const { campaignId, pledges, backers } = await succeeded(["4242424242424242", LOST, ASKS]);
  const [, lost, asks] = pledges as [string, string, string];
  // The lost card is refused when it is kept at all, so it never pledged; the asking one stands.
  expect(await pledgeOf(asks)).toMatchObject({ state: "AUTH_REQUIRED", nextAttemptAt: null });
  await advance("25h");
  await settleDown();
  expect(await intentsOf(asks)).toHaveLength(1);
  await expect(retryCharge(backers[2]!.viewer, asks)).rejects.toEqual(no("wrongState"));
  expect(await pay(backers[2]!, asks, "alipay")).toBe("SUCCEEDED");
  expect(await pledgeOf(asks)).toMatchObject({ state: "COLLECTED", method: "alipay" });
  expect(["RESERVED", "EXPIRED"]).toContain((await pledgeOf(lost)).state);
  await settleDown();
  expect(await campaignOf(campaignId)).toMatchObject({ collection: "CLOSED" });
});

test("the clock, the backer's retry and the backer's page collect a pledge once", async () => {
  const { campaignId, pledges, backers } = await succeeded(["4242424242424242", FAILS]);
  const failing = pledges[1]!;
  const who = backers[1]!;
  const { paymentMethodId } = await pledgeOf(pledges[0]!);
  expect(paymentMethodId).not.toBeNull();
  for (let round = 0; round < 4; round++) {
    await advance("25h");
    await Promise.allSettled([
      tick("chargePledges"),
      retryCharge(who.viewer, failing),
      retryCharge(who.viewer, failing),
      fixPayment(who.viewer, failing),
      tick("chargePledges"),
    ]);
    const open = (await intentsOf(failing)).filter((intent) => intent.state !== "FAILED");
    expect(open.length).toBeLessThanOrEqual(1);
    await sendAll();
    if (open.some((one) => one.kind === "CHECKOUT")) break;
  }
  expect(await pay(who, failing)).toBe("SUCCEEDED");
  await settleDown();
  expect(await pledgeOf(failing)).toMatchObject({ state: "COLLECTED" });
  expect((await intentsOf(failing)).filter((intent) => intent.state === "SUCCEEDED")).toHaveLength(1);
  expect(await campaignOf(campaignId)).toMatchObject({ collection: "CLOSED" });
});

/** Ten backers, of whom so many cannot be charged, after the window. */
async function partly(failing: number) {
  const known = await creator();
  const campaignId = await liveCampaign(known.viewer, { ...small, goal: "1990", "budget[0].amount": "1000", "budget[1].amount": "990" });
  const good = await manyPledges(campaignId, 10 - failing, { rewards: { 0: 1 }, customers: 1 });
  const bad = await manyPledges(campaignId, failing, { rewards: { 0: 1 }, customers: 1, cards: ["pm_card_chargeCustomerFail"] });
  await advance("31d");
  await settleDown();
  expect(await campaignOf(campaignId)).toMatchObject({ lifecycle: "SUCCESSFUL", collection: "RETRY_WINDOW" });
  await advance("8d");
  await settleDown();
  return { known, campaignId, good, bad };
}

test("with less than nine tenths collected the creator decides; signing delivers, and it is published", async () => {
  const { known, campaignId, good } = await partly(3);
  const collectedFen = (await pledgeOf(good[0]!)).amountFen * 7n;
  expect(await campaignOf(campaignId)).toMatchObject({ collection: "DECISION_NEEDED", collectedFen, receivedFen: collectedFen });
  // A backer gets everything back meanwhile: what is left is less, what the decision is about is the same.
  const back = (await pledgeOf(good[0]!)).collectedFen;
  await transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, good[0]!);
    await movePledge(tx, pledge, { verb: "refundPledge", to: "REFUNDING", actor: byClock }, now);
    await giveBack(tx, { campaign, pledge }, { amountFen: back, reason: "ON_REQUEST", key: `test:${pledge.id}` }, now);
  });
  expect((await publicState(campaignId))!.keptFen).toBe(String(collectedFen - back));
  expect(await decisionPage(known.viewer, campaignId)).toMatchObject({ collectedFen });
  const text = "我们用库存的铝材做首批外壳，自己承担差额，全部回报按原计划交付，不减少任何内容和质量。";
  await deliverAnyway(known.viewer, campaignId, { text, signature: "马河" });
  expect(await campaignOf(campaignId)).toMatchObject({ lifecycle: "SUCCESSFUL", collection: "CLOSED", decisionText: text });
  expect(await campaignOf(campaignId)).toMatchObject({ collectedFen });
  expect(await db.campaignChange.findMany({ where: { campaignId, kind: "deliverAnyway" } })).toMatchObject([
    { after: { collectedFen: String(collectedFen) } },
  ]);
  await expect(refundAll(known.viewer, campaignId)).rejects.toEqual(no("wrongState"));
});

test("five days of silence give everything back", async () => {
  const { campaignId, good } = await partly(4);
  expect(await tick("refundAll")).toBe(0);
  await advance("5d");
  expect(await tick("refundAll")).toBe(1);
  await settleDown();
  await advance("1h");
  await settleDown();
  expect(await campaignOf(campaignId)).toMatchObject({ lifecycle: "FAILED", collection: "CLOSED" });
  expect((await pledgeOf(good[0]!)).state).toBe("REFUNDED");
  expect(new Set(await statesOf(campaignId))).toEqual(new Set(["REFUNDED", "DROPPED"]));
  expect(await balanceOf(`escrow:campaign:${campaignId}`)).toBe(0n);
});

test("one of ten short is collected enough", async () => {
  const { campaignId, good } = await partly(1);
  expect(await campaignOf(campaignId)).toMatchObject({ collection: "CLOSED", collectedFen: (await pledgeOf(good[0]!)).amountFen * 9n });
});

test("the books agree", async () => {
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
});

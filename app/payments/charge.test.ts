import "#app/payments/world.fixtures.ts";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { charges } from "#app/payments/charge-channel.server.ts";
import { compareBalance } from "#app/payments/compare-balance.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askCard, askCharge, type Fact, learned, newFact, pageOf, stateOf, testPurposes, told } from "#app/payments/fixtures.ts";
import { forgetCard } from "#app/payments/forget-card.server.ts";
import { declineOf } from "#app/payments/intent.ts";
import { customerOf } from "#app/payments/payers.server.ts";
import { processEvent } from "#app/payments/process-event.server.ts";
import { receiveEvent } from "#app/payments/receive-event.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { advance, fault, kept, letters, noFaults, pay, quiet } from "#app/payments/world.fixtures.ts";

const VISA = "4242424242424242";

/** A card left on the channel's page. */
async function keepCard(of: Fact, number = VISA) {
  const intentId = await askCard(of);
  await pay(await pageOf(intentId), { number });
  expect(await finalise(intentId, testPurposes)).toBe("SUCCEEDED");
  return cardOf(intentId);
}
function cardOf(intentId: string) {
  const { customerId, paymentMethodId } = learned.get(intentId)!;
  return { customerId: customerId!, paymentMethodId: paymentMethodId! };
}
/** A wish to charge a card that was kept for the same fact. */
async function wish(amountFen: bigint, number = VISA) {
  const of = newFact();
  const card = await keepCard(of, number);
  return { of, card, intentId: await askCharge(of, amountFen, card) };
}
const paymentsOf = async (intentId: string) =>
  (await kept("payment_intent")).filter((one) => (one.metadata as { intent_id?: string }).intent_id === intentId);
const errorOf = (intentId: string) => told.find((line) => line.startsWith(`failed ${intentId} `))!.slice(`failed ${intentId} `.length);
/** What the clock does when a lease has run out. */
async function again(intentId: string) {
  await db.pspIntent.update({ where: { id: intentId }, data: { leaseUntil: null } });
  return sendIntent(intentId, testPurposes);
}
const jobsOf = async (name: string) =>
  (await db.$queryRaw<{ data: Record<string, string> }[]>`SELECT data FROM pgboss.job WHERE name = ${name}`).map((job) => job.data);

test("a card is kept: whose, which, and how its holder knows it again; the books know nothing of it", async () => {
  const fact = newFact();
  const intentId = await askCard(fact);
  const url = await pageOf(intentId);
  expect(await pageOf(intentId)).toBe(url);
  expect(await pay(url, { number: VISA })).toContain(`/paid/${intentId}?session_id=cs_test_`);
  expect(await finalise(intentId, testPurposes)).toBe("SUCCEEDED");
  expect(learned.get(intentId)).toMatchObject({ method: "card", brand: "visa", last4: "4242", expMonth: 12, expYear: 2040 });
  expect(learned.get(intentId)!.fingerprint).toBeTruthy();
  expect(learned.get(intentId)!.customerId).toBe(await customerOf(fact.payerId));
  expect(await db.fundingLot.count({ where: { intentId } })).toBe(0);
  expect(await db.ledgerTx.count({ where: { idemKey: `paid:${intentId}` } })).toBe(0);
});

test("equal cards of different people have equal fingerprints, and the people stay apart", async () => {
  const [a, b] = [newFact(), newFact()];
  const [first, second] = [await askCard(a), await askCard(b)];
  for (const id of [first, second]) {
    await pay(await pageOf(id), { number: "5555555555554444" });
    await finalise(id, testPurposes);
  }
  expect(learned.get(first)!.fingerprint).toBe(learned.get(second)!.fingerprint);
  expect(cardOf(first).customerId).not.toBe(cardOf(second).customerId);
});

test("one organisation is one customer, from however many windows it asks", async () => {
  const { payerId } = newFact();
  const ids = await Promise.all(Array.from({ length: 8 }, () => customerOf(payerId)));
  expect(new Set(ids).size).toBe(1);
  const made = (await kept("customer")).filter((one) => (one.metadata as { org_id?: string }).org_id === payerId);
  expect(made).toHaveLength(1);
});

test("a failure that the channel keeps under a key keeps nobody from leaving a card", async () => {
  const { payerId } = newFact();
  await fault("POST /v1/customers", "commit_then_500_stored");
  const id = await customerOf(payerId);
  expect(await customerOf(payerId)).toBe(id);
});

test("nobody leaves a card: the wish fails when its page has ended, and there is room for the next", async () => {
  const of = newFact();
  const intentId = await askCard(of);
  await pageOf(intentId);
  await advance("40m");
  expect(await finalise(intentId, testPurposes)).toBe("FAILED");
  expect(errorOf(intentId)).toMatch(/^expired: /);
  expect(await askCard(of)).not.toBe(intentId);
});

test("a kept card is charged while its holder is away", async () => {
  const { of, intentId } = await wish(15_900n);
  expect(await jobsOf("send-charge")).toContainEqual({ intentId });
  expect(await sendIntent(intentId, testPurposes)).toBe("SUCCEEDED");
  const lot = await db.fundingLot.findUniqueOrThrow({ where: { intentId } });
  expect(lot).toMatchObject({ refType: "promise", refId: of.factId, amountFen: 15_900n, method: "card", feeFen: 741n });
  expect(learned.get(intentId)).toMatchObject({ lotId: lot.id, chargeId: lot.chargeId, paymentIntentId: lot.paymentIntent });
  expect(await balanceOf(`escrow:campaign:${of.factId}`)).toBe(15_900n);
  expect(await paymentsOf(intentId)).toMatchObject([{ status: "succeeded", amount: 15_900, description: "风向台灯" }]);
  expect(await sendIntent(intentId, testPurposes)).toBeNull();
});

test.each([
  ["the card that fails only when charged", "4000000000000341", { code: "card_declined", declineCode: "generic_decline" }],
  ["a card whose bank asks for its holder", "4000002760003184", { code: "authentication_required" }],
])("%s: the wish fails with its reason, and its payment can never succeed", async (_what, number, reason) => {
  const { of, card, intentId } = await wish(8_800n, number);
  expect(await sendIntent(intentId, testPurposes)).toBe("FAILED");
  expect(declineOf(errorOf(intentId))).toMatchObject(reason);
  const [payment, ...more] = await paymentsOf(intentId);
  expect(more).toEqual([]);
  expect(payment).toMatchObject({ status: "canceled", amount_received: 0 });
  await expect(stripe.paymentIntents.confirm(String(payment!.id), { payment_method: "pm_card_visa" })).rejects.toThrow(/canceled/);
  expect(await balanceOf(`escrow:campaign:${of.factId}`)).toBe(0n);
  // There is room for the next try.
  expect(await askCharge(of, 8_800n, card)).not.toBe(intentId);
});

test("a lost card is told apart from other declines", async () => {
  const of = newFact();
  const intentId = await askCharge(of, 5_000n, {
    customerId: await customerOf(of.payerId),
    paymentMethodId: "pm_card_visa_chargeDeclinedLostCard",
  });
  expect(await sendIntent(intentId, testPurposes)).toBe("FAILED");
  expect(declineOf(errorOf(intentId))).toEqual({ code: "card_declined", declineCode: "lost_card" });
});

test("a card that is gone from the channel: the wish fails, nothing is left there", async () => {
  const of = newFact();
  const card = await keepCard(of);
  await forgetCard(card.paymentMethodId);
  await forgetCard(card.paymentMethodId);
  const intentId = await askCharge(of, 5_000n, card);
  expect(await sendIntent(intentId, testPurposes)).toBe("FAILED");
  for (const payment of await paymentsOf(intentId)) expect(payment.status).toBe("canceled");
});

test.each(["commit_then_500", "reset_after_commit", "commit_then_500_stored"])(
  "the answer to a charge is lost (%s): charged once",
  async (kind) => {
    const { of, intentId } = await wish(6_600n);
    await fault("POST /v1/payment_intents", kind, { times: 2 });
    const state = await sendIntent(intentId, testPurposes);
    await noFaults();
    if (state !== "SUCCEEDED") {
      expect(state).toBe("UNKNOWN");
      expect(await sendIntent(intentId, testPurposes)).toBeNull();
      expect(await again(intentId)).toBe("SUCCEEDED");
    }
    expect(await paymentsOf(intentId)).toHaveLength(1);
    expect(await balanceOf(`escrow:campaign:${of.factId}`)).toBe(6_600n);
  },
);

test("the answer to a decline is lost: found, ended, failed with its reason", async () => {
  const { intentId } = await wish(6_600n, "4000000000000341");
  await fault("POST /v1/payment_intents", "reset_after_commit", { times: 2 });
  expect(await sendIntent(intentId, testPurposes)).toBe("UNKNOWN");
  await noFaults();
  expect(await again(intentId)).toBe("FAILED");
  expect(declineOf(errorOf(intentId)).code).toBe("card_declined");
  expect(await paymentsOf(intentId)).toMatchObject([{ status: "canceled" }]);
});

test("the process dies after the call and before anything of it is written down: charged once", async () => {
  const { of, intentId } = await wish(7_100n);
  await charges.send(await db.pspIntent.findUniqueOrThrow({ where: { id: intentId } }));
  await db.pspIntent.update({ where: { id: intentId }, data: { state: "SENDING" } });
  expect(await sendIntent(intentId, testPurposes)).toBe("SUCCEEDED");
  expect(await paymentsOf(intentId)).toHaveLength(1);
  expect(await balanceOf(`escrow:campaign:${of.factId}`)).toBe(7_100n);
});

test("the channel has no time (429): the same wish is sent again at once, and charged once", async () => {
  const { intentId } = await wish(4_000n);
  await fault("POST /v1/payment_intents", "429", { times: 2 });
  expect(await sendIntent(intentId, testPurposes)).toBe("SUCCEEDED");
  expect(await paymentsOf(intentId)).toHaveLength(1);
});

test("the channel did nothing (500 before): the same wish is sent again, and charged once", async () => {
  const { intentId } = await wish(4_000n);
  await fault("POST /v1/payment_intents", "fail_before", { times: 3 });
  expect(await sendIntent(intentId, testPurposes)).toBe("UNKNOWN");
  await noFaults();
  expect(await again(intentId)).toBe("SUCCEEDED");
  expect(await paymentsOf(intentId)).toHaveLength(1);
});

test("twenty workers and every event five times: one charge, one movement", async () => {
  letters.length = 0;
  const { intentId } = await wish(9_900n);
  const states = await Promise.all(Array.from({ length: 20 }, () => sendIntent(intentId, testPurposes)));
  expect(states.filter((state) => state !== null)).toEqual(["SUCCEEDED"]);
  await quiet();
  for (const { raw, signature } of letters) await receiveEvent("snapshot", raw, signature);
  const ids = (await db.pspInbox.findMany({ where: { processedAt: null } })).map((row) => row.eventId);
  await Promise.all([...ids, ...ids, ...ids, ...ids, ...ids].map((id) => processEvent(id, testPurposes, {})));
  expect(await db.pspInbox.count({ where: { processedAt: null } })).toBe(0);
  expect(told.filter((line) => line === `succeeded ${intentId}`)).toHaveLength(1);
  expect(await paymentsOf(intentId)).toHaveLength(1);
});

test("an event alone closes a charge whose worker learned nothing", async () => {
  letters.length = 0;
  const { intentId } = await wish(5_500n);
  await fault("POST /v1/payment_intents", "reset_after_commit", { times: 2 });
  expect(await sendIntent(intentId, testPurposes)).toBe("UNKNOWN");
  await noFaults();
  await quiet();
  for (const { raw, signature } of letters) await receiveEvent("snapshot", raw, signature);
  for (const { eventId } of await db.pspInbox.findMany({ where: { processedAt: null } })) await processEvent(eventId, testPurposes, {});
  expect(await stateOf(intentId)).toBe("SUCCEEDED");
});

test("a wish older than the channel's memory of keys is only looked for", async () => {
  const { intentId } = await wish(5_000n);
  await fault("POST /v1/payment_intents", "fail_before", { times: 2 });
  expect(await sendIntent(intentId, testPurposes)).toBe("UNKNOWN");
  await noFaults();
  await advance("21h");
  expect(await again(intentId)).toBe("UNKNOWN");
  await advance("4h");
  expect(await again(intentId)).toBe("FAILED");
  expect(await paymentsOf(intentId)).toHaveLength(0);
});

test("after all of it the books are right, and the channel agrees", async () => {
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
  const lots = await db.fundingLot.findMany({ where: { feeFen: null } });
  expect(lots).toEqual([]);
  expect(await compareBalance()).toMatchObject({ quiet: true, agrees: true });
});

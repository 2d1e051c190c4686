import "#app/payments/world.fixtures.ts";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { applyCharge } from "#app/payments/apply-charges.server.ts";
import { settlementOf } from "#app/payments/checkout-channel.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askCharge, askPayment, newFact, pageOf, stateOf, testPurposes, told } from "#app/payments/fixtures.ts";
import { recordSettlement } from "#app/payments/lots.server.ts";
import type { Outcome } from "#app/payments/outcome.ts";
import type { Stripe } from "#app/payments/stripe.server.ts";
import { sweepTill } from "#app/payments/sweep-till.server.ts";
import { advance, pay } from "#app/payments/world.fixtures.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** A charge in CNY whose money came to us in this currency. */
const chargeIn = (currency: string) =>
  ({ currency: "cny", balance_transaction: { currency, fee: 350, available_on: 1_800_000_000, status: "available" } }) as Stripe.Charge;

test("what a charge cost is a sum of the books only in its own currency", () => {
  expect(settlementOf(chargeIn("cny"))).toMatchObject({ feeFen: 350n, available: true });
  expect(settlementOf(chargeIn("hkd"))).toEqual({ feeFen: null, availableOn: null, available: false, settledIn: "hkd" });
});

test("a payment that was settled in another currency stands still for an operator, and nothing is booked", async () => {
  const intentId = await askCharge(newFact(), 10_000n, { customerId: "cus_x", paymentMethodId: "pm_x" });
  const id = `pi_${intentId}`;
  const charge = { chargeId: `ch_${intentId}`, paymentIntentId: id, method: "card", fingerprint: null, ...settlementOf(chargeIn("hkd")) };
  const outcome = { id, intentId, amountFen: 10_000n, currency: "cny", live: false, state: "succeeded", facts: {}, charge } as const;
  await applyCharge({ intentId, outcome: outcome satisfies Outcome, purposes: testPurposes });
  expect(await stateOf(intentId)).toBe("PARKED");
  expect((await db.pspIntent.findUniqueOrThrow({ where: { id: intentId } })).lastError).toContain("hkd");
  expect(told.filter((line) => line.includes(intentId))).toEqual([]);
  expect(await db.fundingLot.count({ where: { intentId } })).toBe(0);
});

test("settled so after it was booked, its cost stays unknown, and the reconciler asks for it no more", async () => {
  const intents = [await askPayment(newFact(), 10_000n), await askPayment(newFact(), 10_000n)];
  for (const id of intents) {
    await pay(await pageOf(id));
    expect(await finalise(id, testPurposes)).toBe("SUCCEEDED");
  }
  const [foreign, own] = await Promise.all(intents.map((intentId) => db.fundingLot.findUniqueOrThrow({ where: { intentId } })));
  const now = await appNow();
  await transact((tx) => recordSettlement(tx, foreign!.id, settlementOf(chargeIn("hkd")), now));
  expect(await db.fundingLot.findUniqueOrThrow({ where: { id: foreign!.id } })).toEqual(foreign);
  const line = {
    type: "charge",
    category: "charge",
    amountFen: 10_900n,
    feeFen: 350n,
    netFen: 10_550n,
    currency: "hkd",
    source: foreign!.chargeId,
  };
  await db.channelLine.create({ data: { id: "txn_hkd", ...line, at: now, day: "2026-11-29", readAt: now } });
  await advance("8d");
  await sweepTill(await appNow());
  const sent = await db.$queryRaw<{ id: string }[]>`SELECT data ->> 'lotId' AS id FROM pgboss.job WHERE name = 'settle-lot'`;
  expect(sent).toEqual([{ id: own!.id }]);
});

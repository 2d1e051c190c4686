import "#app/payments/world.fixtures.ts";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { applyCharge, type Charged } from "#app/payments/apply-charges.server.ts";
import { charges } from "#app/payments/charge-channel.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askCard, askCharge, type Fact, learned, newFact, pageOf, stateOf, testPurposes, told } from "#app/payments/fixtures.ts";
import type { Purposes } from "#app/payments/purpose.ts";
import { pay } from "#app/payments/world.fixtures.ts";

/** A kept card, and charges of it that the channel has made and nobody here has heard of. */
async function made(amounts: bigint[]) {
  const first = newFact();
  const kept = await askCard(first);
  await pay(await pageOf(kept), { number: "4242424242424242" });
  await finalise(kept, testPurposes);
  const { customerId, paymentMethodId } = learned.get(kept)!;
  const all: (Charged & { of: Fact })[] = [];
  for (const amountFen of amounts) {
    const of = newFact();
    const intentId = await askCharge(of, amountFen, { customerId: customerId!, paymentMethodId: paymentMethodId! });
    const outcome = await charges.send(await db.pspIntent.findUniqueOrThrow({ where: { id: intentId } }));
    if (typeof outcome === "string" || outcome.state !== "succeeded" || !outcome.charge) throw new Error("the card was not charged");
    all.push({ of, intentId, outcome: { ...outcome, charge: outcome.charge }, purposes: testPurposes });
  }
  return all;
}
const tellings = (intentId: string) => told.filter((line) => line === `succeeded ${intentId}`).length;

test("charges that come in together are each written once, also those that are told twice", async () => {
  const all = await made([1_000n, 2_000n, 3_000n]);
  const states = await Promise.all([...all, ...all].map(applyCharge));
  expect(states).toEqual(Array(6).fill("SUCCEEDED"));
  for (const { of, intentId, outcome } of all) {
    expect(tellings(intentId)).toBe(1);
    expect(await balanceOf(`escrow:campaign:${of.factId}`)).toBe(outcome.amountFen);
    const lot = await db.fundingLot.findUniqueOrThrow({ where: { intentId } });
    expect(lot).toMatchObject({
      amountFen: outcome.amountFen,
      chargeId: outcome.charge.chargeId,
      feeFen: outcome.charge.feeFen,
      availableAt: null,
    });
  }
});

test("one that cannot be written does not keep the others from it, and says what is wrong", async () => {
  const [bad, ...good] = await made([1_100n, 1_200n, 1_300n]);
  const broken: Purposes = { "charge-fact": { ...testPurposes["charge-fact"]!, succeeded: () => Promise.reject(new Error("no room")) } };
  const ends = await Promise.allSettled([applyCharge({ ...bad!, purposes: broken }), ...good.map(applyCharge)]);
  expect(ends[0]).toMatchObject({ status: "rejected", reason: { message: "no room" } });
  expect(ends.slice(1)).toEqual(good.map(() => ({ status: "fulfilled", value: "SUCCEEDED" })));
  expect(await stateOf(bad!.intentId)).not.toBe("SUCCEEDED");
  expect(await db.fundingLot.count({ where: { intentId: bad!.intentId } })).toBe(0);
  expect(await applyCharge(bad!)).toBe("SUCCEEDED");
});

test("a sum that is not the wish's stops that one alone", async () => {
  const [crooked, fine] = await made([1_400n, 1_500n]);
  const more = { ...crooked!, outcome: { ...crooked!.outcome, amountFen: 1_401n } };
  expect(await Promise.all([applyCharge(more), applyCharge(fine!)])).toEqual(["PARKED", "SUCCEEDED"]);
  expect(await balanceOf(`escrow:campaign:${crooked!.of.factId}`)).toBe(0n);
  // The channel has its money all the same: the desk looks, and what it decides is written.
  await db.pspIntent.update({ where: { id: crooked!.intentId }, data: { state: "UNKNOWN", finalisedAt: null } });
  expect(await applyCharge(crooked!)).toBe("SUCCEEDED");
});

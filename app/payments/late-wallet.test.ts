import "#app/payments/world.fixtures.ts";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askPayment, newFact, pageOf, stateOf, testPurposes, told } from "#app/payments/fixtures.ts";
import { processEvent } from "#app/payments/process-event.server.ts";
import { receiveEvent } from "#app/payments/receive-event.server.ts";
import { advance, lateWallets, letters, pay, quiet } from "#app/payments/world.fixtures.ts";

/** Every letter that came is taken in and worked on. */
async function work() {
  await quiet();
  for (const { path, raw, signature } of letters.splice(0)) if (path === "/snapshot") await receiveEvent("snapshot", raw, signature);
  const waiting = await db.pspInbox.findMany({ where: { processedAt: null }, select: { eventId: true } });
  for (const { eventId } of waiting) await processEvent(eventId, testPurposes, {});
}

/** A payer who is done with the page, while the money is still on its way. */
async function completed(fails: boolean) {
  await lateWallets({ delayMs: 3_600_000, fails });
  const intentId = await askPayment(newFact(), 5_500n);
  await pay(await pageOf(intentId), { method: "alipay" });
  await work();
  return intentId;
}

test("a page that is complete is not paid: nothing counts before the money is there", async () => {
  const intentId = await completed(false);
  expect(await stateOf(intentId)).toBe("OPEN");
  expect(await finalise(intentId, testPurposes)).toBe("OPEN");
  expect(await db.fundingLot.count({ where: { intentId } })).toBe(0);
  expect(told.filter((line) => line.includes(intentId))).toEqual([]);
  await advance("61m");
  await work();
  expect(await stateOf(intentId)).toBe("SUCCEEDED");
  expect(told.filter((line) => line.includes(intentId))).toEqual([`succeeded ${intentId}`]);
});

test("money that never comes: the wish fails, nothing was moved", async () => {
  const intentId = await completed(true);
  expect(await stateOf(intentId)).toBe("OPEN");
  await advance("61m");
  await work();
  expect(await stateOf(intentId)).toBe("FAILED");
  expect(await db.ledgerTx.count({ where: { idemKey: `paid:${intentId}` } })).toBe(0);
});

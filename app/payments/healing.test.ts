import "#app/payments/world.fixtures.ts";
import { expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { compareBalance } from "#app/payments/compare-balance.server.ts";
import { askPayment, giveBack, newFact, pageOf, sendOn, stateOf, testPurposes } from "#app/payments/fixtures.ts";
import { declineOf } from "#app/payments/intent.ts";
import { onboardingUrl } from "#app/payments/payees.server.ts";
import { pollEvents } from "#app/payments/poll-events.server.ts";
import { pollTransactions } from "#app/payments/poll-transactions.server.ts";
import { processEvent } from "#app/payments/process-event.server.ts";
import { refreshPayee } from "#app/payments/refresh-payee.server.ts";
import { refunds } from "#app/payments/remit-channel.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { settleLot } from "#app/payments/settle-lot.server.ts";
import { advance, fault, letters, mischief, noFaults, onboard, pay } from "#app/payments/world.fixtures.ts";
import type { Viewer } from "#app/people/viewer.ts";

const viewerOf = (orgId: string): Viewer => ({
  userId: orgId,
  name: "测试",
  email: "payee@example.com",
  locale: "zh",
  operator: false,
  orgId,
  orgs: [{ id: orgId, name: "测试工作室", kind: "PERSON", role: "OWNER", verified: true, suspended: false }],
});
async function work() {
  const waiting = await db.pspInbox.findMany({ where: { processedAt: null }, select: { eventId: true } });
  for (const { eventId } of waiting) await processEvent(eventId, testPurposes, {});
}
/** What the clock does by itself, without a single letter of the channel: its list of events is read, and what it names. */
async function heal() {
  const found = await pollEvents();
  await work();
  return found;
}
/** Each request of an intent as the channel saw it. */
const seen = async (intentId: string) => {
  const answer = await fetch(`${process.env.STRIPE_API_BASE}/_sandbox/requests?intent=${intentId}`);
  return ((await answer.json()) as { requests: { key: string; requests: number; done: number }[] }).requests;
};

test("with every letter lost, a payment, its release and its refund come to where the channel is", async () => {
  letters.length = 0;
  await mischief({ dropPercent: 100 });
  const fact = newFact();
  const intentId = await askPayment(fact, 20_000n);
  await pay(await pageOf(intentId), { number: "4000000000000077" });
  expect(await stateOf(intentId)).toBe("OPEN");
  expect(await heal()).toBeGreaterThan(0);
  expect(await stateOf(intentId)).toBe("SUCCEEDED");

  await onboardingUrl(viewerOf(fact.payeeId), fact.payeeId);
  const { accountId } = await db.payee.findUniqueOrThrow({ where: { orgId: fact.payeeId } });
  await onboard(accountId);
  await refreshPayee(accountId);
  const [sent, back] = [await sendOn(fact, 12_000n, 1_000n), await giveBack(fact, 8_000n)];
  // Both are done at the channel, and neither answer nor letter arrives.
  await fault("POST /v1/transfers", "commit_then_500", { times: 5 });
  await fault("POST /v1/refunds", "commit_then_500", { times: 5 });
  for (const id of [sent, back]) expect(await sendIntent(id, testPurposes)).toBe("UNKNOWN");
  await noFaults();
  expect(await heal()).toBeGreaterThan(0);
  expect([await stateOf(sent), await stateOf(back)]).toEqual(["SUCCEEDED", "SUCCEEDED"]);
  expect(letters).toEqual([]);
  expect(await heal()).toBe(0);

  await advance("8d");
  for (const { id } of await db.fundingLot.findMany({ select: { id: true } })) await settleLot(id);
  expect(await pollTransactions()).toEqual({ unknown: 0, cleared: 0 });
  expect(await compareBalance()).toMatchObject({ quiet: true, agrees: true });
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
  await mischief({});
});

test("25 hours later the key may be forgotten: the wish is never posted again, and is found by reading", async () => {
  const fact = newFact();
  const intentId = await askPayment(fact, 20_000n);
  await pay(await pageOf(intentId), { number: "4000000000000077" });
  await heal();
  const back = await giveBack(fact, 9_000n);
  await mischief({ dropPercent: 100 });
  await fault("POST /v1/refunds", "commit_then_500", { times: 5 });
  expect(await sendIntent(back, testPurposes)).toBe("UNKNOWN");
  await noFaults();
  const before = await seen(back);
  expect(before.map((row) => row.key)).toEqual([`${back}:0`]);
  await advance("25h");
  expect(await sendIntent(back, testPurposes)).toBe("SUCCEEDED");
  expect(await seen(back)).toEqual(before);
  expect(await balanceOf(`refund:payable:${fact.payerId}`)).toBe(0n);
  await mischief({});
});

test("25 hours later a wish that never arrived is proved absent by reading, fails, and no request of the old key is sent", async () => {
  const fact = newFact();
  const intentId = await askPayment(fact, 9_000n);
  await pay(await pageOf(intentId), { number: "4000000000000077" });
  await heal();
  const back = await giveBack(fact, 9_000n);
  await fault("POST /v1/refunds", "fail_before", { times: 5 });
  expect(await sendIntent(back, testPurposes)).toBe("UNKNOWN");
  await noFaults();
  const before = await seen(back);
  await advance("25h");
  expect(await sendIntent(back, testPurposes)).toBe("FAILED");
  expect(await seen(back)).toEqual(before);
  expect(declineOf((await db.pspIntent.findUniqueOrThrow({ where: { id: back } })).lastError ?? "").code).toBe("never_arrived");
  expect(await balanceOf(`refund:payable:${fact.payerId}`)).toBe(9_000n);
});

test("as after a restore of an old backup: what counts as unsent for a day is looked for, and sent only if the channel lacks it", async () => {
  const fact = newFact();
  await mischief({ dropPercent: 100 });
  await pay(await pageOf(await askPayment(fact, 20_000n)), { number: "4000000000000077" });
  await heal();
  const [done, lacking] = [await giveBack(fact, 5_000n), await giveBack(fact, 4_000n)];
  // Asked for at the channel in what the backup does not know of.
  await refunds.send(await db.pspIntent.findUniqueOrThrow({ where: { id: done } }));
  const before = await seen(done);
  await advance("25h");
  expect([await stateOf(done), await stateOf(lacking)]).toEqual(["CREATED", "CREATED"]);
  expect(await sendIntent(done, testPurposes)).toBe("SUCCEEDED");
  expect(await seen(done)).toEqual(before);
  // Not even looking for it works, and then its first answer is lost: that says nothing about what was a day ago.
  for (const [endpoint, state] of [
    ["GET /v1/refunds", "CREATED"],
    ["POST /v1/refunds", "UNKNOWN"],
  ] as const) {
    await fault(endpoint, "fail_before", { times: 2 });
    expect(await sendIntent(lacking, testPurposes)).toBe(state);
    await noFaults();
    await db.pspIntent.update({ where: { id: lacking }, data: { leaseUntil: null } });
  }
  expect(await sendIntent(lacking, testPurposes)).toBe("SUCCEEDED");
  expect((await seen(lacking)).map((row) => row.key)).toEqual([`${lacking}:0`]);
  expect(await balanceOf(`refund:payable:${fact.payerId}`)).toBe(0n);
  expect(await balanceOf(`escrow:milestone:${fact.factId}`)).toBe(11_000n);
  await mischief({});
});

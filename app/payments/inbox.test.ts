import "#app/payments/world.fixtures.ts";
import { createHmac, randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { checkIntent } from "#app/payments/check-intent.server.ts";
import { compareBalance } from "#app/payments/compare-balance.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askPayment, newFact, pageOf, stateOf, testPurposes, told } from "#app/payments/fixtures.ts";
import { onboardingUrl } from "#app/payments/payees.server.ts";
import { pollEvents } from "#app/payments/poll-events.server.ts";
import { pollTransactions } from "#app/payments/poll-transactions.server.ts";
import { processEvent } from "#app/payments/process-event.server.ts";
import { settleLot } from "#app/payments/settle-lot.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { sweepTill } from "#app/payments/sweep-till.server.ts";
import {
  advance,
  control,
  fault,
  type Letter,
  later,
  letters,
  mischief,
  noFaults,
  onboard,
  pay,
  quiet,
} from "#app/payments/world.fixtures.ts";
import { appNow } from "#app/transact.server.ts";
import { webhooks } from "#app/webhooks.server.ts";

const secret = String(process.env.STRIPE_WEBHOOK_SECRET);
const sign = (raw: string, at: number, by = secret) => `t=${at},v1=${createHmac("sha256", by).update(`${at}.${raw}`).digest("hex")}`;
const seconds = async () => Math.floor((await appNow()).getTime() / 1000);
const [moneyDoor, accountsDoor] = ["/webhooks/stripe", "/webhooks/stripe-accounts"];
const doors = express().use(webhooks()).listen(0, "127.0.0.1");
afterAll(() => doors.close());
const knock = async (raw: string, signature: string, door = moneyDoor) => {
  const { port } = doors.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${door}`, { method: "POST", body: raw, headers: { "stripe-signature": signature } });
  return answer.status;
};
const deliver = (letter: Letter) => knock(letter.raw, letter.signature, letter.path === "/thin" ? accountsDoor : moneyDoor);
const eventIds = async () =>
  (await db.pspInbox.findMany({ where: { processedAt: null }, select: { eventId: true } })).map((row) => row.eventId);
async function work() {
  for (const id of await eventIds()) await processEvent(id, testPurposes, {});
}
const ledgerTxs = (intentId: string) => db.ledgerTx.count({ where: { idemKey: `paid:${intentId}` } });
const jobsOf = async (name: string) =>
  (await db.$queryRaw<{ data: Record<string, string> }[]>`SELECT data FROM pgboss.job WHERE name = ${name}`).map((job) => job.data);

test("an event closes the intent without the payer's return", async () => {
  letters.length = 0;
  const intentId = await askPayment(newFact(), 5_500n);
  await pay(await pageOf(intentId));
  await quiet();
  for (const letter of letters) expect(await deliver(letter)).toBe(200);
  await work();
  expect(await stateOf(intentId)).toBe("SUCCEEDED");
});

test("events five times and in any order have one effect", async () => {
  letters.length = 0;
  await mischief({ duplicate: 4, shuffle: true });
  const intents = await Promise.all([1_000n, 2_000n, 3_000n].map((fen) => askPayment(newFact(), fen)));
  for (const id of intents) await pay(await pageOf(id));
  await quiet();
  await mischief({});
  expect(letters.length).toBeGreaterThan(3 * 5);
  await Promise.all(letters.map(async (letter) => expect(await deliver(letter)).toBe(200)));
  const ids = await eventIds();
  await Promise.all([...ids, ...ids, ...ids].map((id) => processEvent(id, testPurposes, {})));
  for (const id of intents) {
    expect(await stateOf(id)).toBe("SUCCEEDED");
    expect(await ledgerTxs(id)).toBe(1);
    expect(told.filter((line) => line === `succeeded ${id}`)).toHaveLength(1);
  }
  expect(await eventIds()).toEqual([]);
});

test("event, payer's return, worker and reconciler at once, twenty of each: one movement", async () => {
  letters.length = 0;
  const intentId = await askPayment(newFact(), 4_200n);
  await pay(await pageOf(intentId));
  await quiet();
  for (const letter of letters) await deliver(letter);
  const ids = await eventIds();
  const ways = [
    () => Promise.all(ids.map((id) => processEvent(id, testPurposes, {}))),
    () => finalise(intentId, testPurposes),
    () => checkIntent(intentId, testPurposes),
  ];
  await Promise.all(Array.from({ length: 60 }, (_, i) => ways[i % ways.length]!()));
  expect(await stateOf(intentId)).toBe("SUCCEEDED");
  expect(await ledgerTxs(intentId)).toBe(1);
  expect(told.filter((line) => line === `succeeded ${intentId}`)).toHaveLength(1);
});

test("forged, changed, old, foreign-mode, oversized and unreadable letters: 400 or 413, and no row", async () => {
  const now = await seconds();
  const event = (more: object = {}) =>
    JSON.stringify({
      id: `evt_${randomUUID()}`,
      object: "event",
      type: "charge.updated",
      livemode: false,
      api_version: "2026-10-28.endive",
      created: now,
      data: { object: { id: "ch_1", object: "charge" } },
      ...more,
    });
  const before = await db.pspInbox.count();
  const good = event();
  for (let i = 0; i < 40; i++) {
    expect(await knock(event(), sign(event(), now, `${secret}x`))).toBe(400);
    expect(await knock(`${good} `, sign(good, now))).toBe(400);
    expect(await knock(good, sign(good, now - 301))).toBe(400);
    const live = event({ livemode: true });
    expect(await knock(live, sign(live, now))).toBe(400);
    expect(await knock("{", sign("{", now))).toBe(400);
  }
  expect(await knock(good, "")).toBe(400);
  const big = event({ padding: "x".repeat(1_000_001) });
  expect([400, 413]).toContain(await knock(big, sign(big, now)));
  // A letter about money at the door for accounts is signed with the wrong secret there.
  expect(await knock(good, sign(good, now), accountsDoor)).toBe(400);
  expect(await db.pspInbox.count()).toBe(before);
  expect(await knock(good, sign(good, now))).toBe(200);
  expect(await knock(good, sign(good, now))).toBe(200);
  expect(await db.pspInbox.count()).toBe(before + 1);
  await work();
});

test("an event about an intent that is not here yet waits, ever longer, and is not dropped", async () => {
  const now = await seconds();
  const object = { id: "tr_1", object: "transfer", metadata: { intent_id: randomUUID() } };
  const raw = JSON.stringify({
    id: "evt_early",
    object: "event",
    type: "transfer.created",
    livemode: false,
    api_version: "x",
    created: now,
    data: { object },
  });
  expect(await knock(raw, sign(raw, now))).toBe(200);
  for (const attempts of [1, 2, 3]) {
    await processEvent("evt_early", testPurposes, {});
    const row = await db.pspInbox.findUniqueOrThrow({ where: { eventId: "evt_early" } });
    expect(row).toMatchObject({ attempts, processedAt: null });
    expect(row.dueAt!.getTime()).toBeGreaterThan((await appNow()).getTime() + 60_000 * 2 ** (attempts - 1) - 5000);
  }
  await db.pspInbox.delete({ where: { eventId: "evt_early" } });
});

test("an event for which the channel has no time is not tried less often", { timeout: 20_000 }, async () => {
  letters.length = 0;
  const intentId = await askPayment(newFact(), 5_500n);
  await pay(await pageOf(intentId));
  await quiet();
  await Promise.all(letters.filter(({ type }) => type === "checkout.session.completed").map(deliver));
  const [eventId] = await eventIds();
  await fault("GET /v1/checkout/sessions/:id", "429", { times: 99 });
  await processEvent(eventId!, testPurposes, {});
  await noFaults();
  expect(await db.pspInbox.findUniqueOrThrow({ where: { eventId: eventId! } })).toMatchObject({ attempts: 0, processedAt: null });
  await work();
  expect(await stateOf(intentId)).toBe("SUCCEEDED");
});

test("of a charge whose cost is known the channel is asked nothing before its day", async () => {
  const { id } = await db.fundingLot.findFirstOrThrow({ where: { feeFen: { not: null }, availableAt: null } });
  await fault("GET /v1/charges/:id", "latency", { latencyMs: 0, times: 99 });
  await settleLot(id);
  const { faults } = (await control("GET", "faults")) as unknown as { faults: { hit: number }[] };
  await noFaults();
  expect(faults.map(({ hit }) => hit)).toEqual([0]);
});

test("what the channel says about a payee's account is read there", async () => {
  letters.length = 0;
  const { payeeId: orgId } = newFact();
  const org = { id: orgId, name: "工作室", kind: "PERSON", role: "OWNER", verified: true, suspended: false } as const;
  const viewer = { userId: orgId, name: "测试", email: "a@example.com", locale: "zh", operator: false, orgId, orgs: [org] } as const;
  await onboardingUrl({ ...viewer, orgs: [org] }, orgId);
  const { accountId } = await db.payee.findUniqueOrThrow({ where: { orgId } });
  await onboard(accountId);
  await quiet();
  const thin = letters.filter((letter) => letter.path === "/thin");
  expect(thin.length).toBeGreaterThan(0);
  for (const letter of thin) expect(await deliver(letter)).toBe(200);
  await work();
  expect(await db.payee.findUniqueOrThrow({ where: { orgId } })).toMatchObject({ payable: true });
});

test("events that never came are found in the channel's own list", async () => {
  await mischief({ dropPercent: 100 });
  const intentId = await askPayment(newFact(), 6_600n);
  await pay(await pageOf(intentId));
  await mischief({});
  expect(await pollEvents()).toBeGreaterThan(0);
  await work();
  expect(await stateOf(intentId)).toBe("SUCCEEDED");
  expect(await pollEvents()).toBe(0);
});

test("the sweep sends a job after everything that was left lying, and after nothing else", async () => {
  const open = await askPayment(newFact(), 7_700n);
  await pageOf(open);
  const unseen = await askPayment(newFact(), 7_700n);
  await advance("2m");
  await sweepTill(await appNow());
  expect(await jobsOf("check-intent")).toEqual([]);
  expect((await jobsOf("poll-events")).length).toBe(1);
  await sweepTill(await appNow());
  expect((await jobsOf("poll-events")).length).toBe(1);
  await advance("3h");
  await sweepTill(await appNow());
  expect((await jobsOf("check-intent")).map((job) => job.intentId).sort()).toEqual([open, unseen].sort());
  expect(await checkIntent(open, testPurposes)).toBe("FAILED");
  expect(await checkIntent(unseen, testPurposes)).toBe("FAILED");
});

test("fees and available money are recorded when their day comes", async () => {
  await advance("3d");
  await sweepTill(await appNow());
  const due = await db.fundingLot.findMany({ where: { availableAt: null } });
  expect(due.length).toBeGreaterThan(0);
  expect((await jobsOf("settle-lot")).map((job) => job.lotId)).toEqual(expect.arrayContaining(due.map((lot) => lot.id)));
  for (const lot of due) await Promise.all([settleLot(lot.id), settleLot(lot.id)]);
  expect(await balanceOf("psp:pending:cny")).toBe(0n);
  expect(await compareBalance()).toMatchObject({ quiet: true, agrees: true });
});

test("money that nothing explains stands in suspense, and the desk is told", async () => {
  const { pspId } = await db.pspIntent.findFirstOrThrow({ where: { kind: "CHECKOUT", state: "SUCCEEDED" } });
  const session = await stripe.checkout.sessions.retrieve(pspId!);
  const refund = await stripe.refunds.create({ payment_intent: String(session.payment_intent), amount: 100 });
  expect(await compareBalance()).toMatchObject({ quiet: true, agrees: false });
  expect(await pollTransactions()).toEqual({ unknown: 0, cleared: 0 });
  await advance("2h");
  expect(await pollTransactions()).toEqual({ unknown: 1, cleared: 0 });
  expect(await balanceOf("suspense:cny")).toBe(-100n);
  expect(await compareBalance()).toMatchObject({ quiet: true, agrees: true });
  expect(await pollTransactions()).toEqual({ unknown: 0, cleared: 0 });
  expect((await jobsOf("tell-desk")).length).toBe(2);
  // A day later it is an alarm.
  expect((await audit()).filter((check) => check.found > 0)).toEqual([]);
  const broken = await later("25h", audit);
  expect(broken.filter((check) => check.found > 0).map((check) => check.name)).toContain("suspense");
  expect(refund.status).toBe("succeeded");
});

import "#app/payments/world.fixtures.ts";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { dayAfter, dayOf } from "#app/payments/day-statement/day.ts";
import { dayDue, sweepDays } from "#app/payments/day-statement/due-day.server.ts";
import { makeDay } from "#app/payments/day-statement/make-day.server.ts";
import { dayList, dayStatement } from "#app/payments/day-statement/queries.server.ts";
import { readDay } from "#app/payments/day-statement/read-day.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askPayment, giveBack, newFact, pageOf, sendOn, testPurposes } from "#app/payments/fixtures.ts";
import { onboardingUrl } from "#app/payments/payees.server.ts";
import { pollTransactions } from "#app/payments/poll-transactions.server.ts";
import { refreshPayee } from "#app/payments/refresh-payee.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { advance, fault, noFaults, onboard, pay } from "#app/payments/world.fixtures.ts";
import { approveManual } from "#app/people/desk/manual/approve-manual.server.ts";
import { proposeManual } from "#app/people/desk/manual/propose-manual.server.ts";
import { operator } from "#app/people/fixtures.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { settler } from "#app/settler.server.ts";
import { appNow } from "#app/transact.server.ts";

const owner = new pg.Client({ connectionString: process.env.OWNER_DATABASE_URL });
beforeAll(() => owner.connect());
afterAll(() => owner.end());

const payeeViewer = (orgId: string): Viewer => ({
  ...{ userId: orgId, name: "测试", email: "payee@example.com", locale: "zh", operator: false, orgId },
  orgs: [{ id: orgId, name: "测试工作室", kind: "PERSON", role: "OWNER", verified: true, suspended: false }],
});
const today = async () => dayOf(await appNow());
/** To half past two of the next Shanghai night, when the day that passed is due. */
async function nextNight() {
  const now = await appNow();
  const until = new Date(`${dayAfter(dayOf(now))}T02:30:00+08:00`).getTime();
  await advance(`${Math.ceil((until - now.getTime()) / 60_000)}m`);
}
const bypass = { number: "4000000000000077" };
async function paid(amountFen: bigint, recorded = true) {
  const fact = newFact();
  const intentId = await askPayment(fact, amountFen);
  await pay(await pageOf(intentId), bypass);
  if (recorded) await finalise(intentId, testPurposes);
  return { fact, intentId };
}
const lineOf = async (day: string, item: string) => (await dayStatement(day))?.open.find((line) => line.name === item);
const broken = async () => (await audit()).filter((check) => check.found > 0).map((check) => check.name);
const chargeOf = async (intentId: string) => (await db.fundingLot.findUniqueOrThrow({ where: { intentId } })).chargeId;

test("a quiet day agrees; what the books learned after midnight is told line by line, and closes the day after", async () => {
  const first = await today();
  const known = await paid(10_000n);
  const refund = await giveBack(known.fact, 4_000n);
  expect(await sendIntent(refund, testPurposes)).toBe("SUCCEEDED");
  const missed = await paid(7_000n, false);
  await nextNight();
  // The event came late: the books record the day's charge in the night.
  expect(await finalise(missed.intentId, testPurposes)).toBe("SUCCEEDED");
  expect(await makeDay(await today())).toBe(false);
  expect(await dayDue(await appNow())).toBe(first);
  expect(await makeDay(first)).toBe(true);

  const made = (await dayStatement(first))!;
  const fee = (await stripe.charges.retrieve(await chargeOf(missed.intentId), { expand: ["balance_transaction"] })).balance_transaction;
  const net = BigInt((fee as { net: number }).net);
  expect(made.statement).toMatchObject({ booksOpeningFen: 0n, channelOpeningFen: 0n, unexplainedFen: 0n, explainedFen: net });
  expect(made.statement.channelClosingFen - made.statement.booksClosingFen).toBe(net);
  expect(made.open).toEqual([expect.objectContaining({ name: await chargeOf(missed.intentId), note: "LATER", amountFen: net })]);
  expect(made.books.map((line) => [line.name, line.count, line.amountFen])).toContainEqual(["refundSucceeded", 1, -4_000n]);
  expect(made.channel.map((line) => [line.name, line.count, line.amountFen])).toContainEqual(["charge", 2, 17_000n]);

  const second = dayAfter(first);
  await nextNight();
  expect(await makeDay(second)).toBe(true);
  expect((await dayStatement(second))!.statement).toMatchObject({
    booksOpeningFen: made.statement.booksClosingFen,
    channelOpeningFen: made.statement.channelClosingFen,
    explainedFen: 0n,
    unexplainedFen: 0n,
  });
  expect((await dayStatement(second))!.open).toEqual([]);
  expect(await broken()).toEqual([]);
});

test("money that nothing here explains is named as such and stands in suspense; the platform's payout is a fact of the books", async () => {
  const day = await today();
  // From here on the reconciler has looked before.
  expect(await pollTransactions()).toEqual({ unknown: 0, cleared: 0 });
  const { intentId } = await paid(50_000n);
  const made = await stripe.refunds.create({ charge: await chargeOf(intentId), amount: 100 });
  const payout = await stripe.payouts.create({ amount: 3_000, currency: "cny" });
  await nextNight();
  expect(await pollTransactions()).toMatchObject({ unknown: 1 });
  expect(await balanceOf("bank:cny")).toBe(3_000n);
  expect(await makeDay(day)).toBe(true);
  // Both were booked in the night, by the reconciler.
  expect(await lineOf(day, made.id)).toMatchObject({ note: "SUSPENSE", amountFen: -100n });
  expect(await lineOf(day, payout.id)).toMatchObject({ note: "LATER", amountFen: -3_000n });
  await nextNight();
  const next = dayAfter(day);
  await makeDay(next);
  const after = (await dayStatement(next))!;
  expect(after.statement).toMatchObject({ unexplainedFen: 0n, explainedFen: 0n, suspenseFen: -100n, bankClosingFen: 3_000n });
  expect(after.suspense).toMatchObject([{ note: made.id, amountFen: -100n }]);
  expect(after.bank).toMatchObject([{ name: "platformPaidOut", amountFen: 3_000n }]);
  expect(await broken()).toEqual(["suspense"]);

  const [proposer, approver] = [await operator(), await operator()];
  const reason = "客服在通道后台补偿退款，由平台承担";
  const wish = { kind: "SUSPENSE", transactionId: after.suspense[0]!.name, act: "platformLoss", refId: "", reason } as const;
  const actId = await proposeManual(proposer.viewer, wish, settler);
  await approveManual(approver.viewer, { actId, decision: "" }, { settler, purposes: testPurposes });
  expect(await broken()).toEqual([]);
});

test("a transfer that was pulled back is one item on both sides, on the day it came back and after", async () => {
  const day = await today();
  const { fact } = await paid(20_000n);
  await onboardingUrl(payeeViewer(fact.payeeId), fact.payeeId);
  const { accountId } = await db.payee.findUniqueOrThrow({ where: { orgId: fact.payeeId } });
  await onboard(accountId);
  await refreshPayee(accountId);
  const sent = await sendOn(fact, 20_000n, 1_000n);
  expect(await sendIntent(sent, testPurposes)).toBe("SUCCEEDED");
  const { pspId } = await db.pspIntent.findUniqueOrThrow({ where: { id: sent } });
  const reversal = await stripe.transfers.createReversal(String(pspId), {});
  expect(await finalise(sent, testPurposes)).toBe("FAILED");
  await nextNight();
  await makeDay(day);
  expect(await lineOf(day, String(pspId))).toBeUndefined();
  expect(await lineOf(day, reversal.id)).toBeUndefined();
  expect((await dayStatement(day))!.statement).toMatchObject({ unexplainedFen: 0n });
});

test("a reading that broke off goes on where it was, and eight makers make one statement", async () => {
  const day = await today();
  for (let i = 0; i < 3; i++) await paid(1_000n);
  await nextNight();
  await fault("GET /v1/balance_transactions", "fail_before", { times: 5 });
  await expect(readDay(day)).rejects.toThrow();
  await noFaults();
  expect(await readDay(day)).toBeGreaterThanOrEqual(3);
  expect(await readDay(day)).toBe(0);
  const made = await Promise.all(Array.from({ length: 8 }, () => makeDay(day)));
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(await db.dayStatement.count({ where: { day } })).toBe(1);
});

test("the clock sends for the day that is due, once, and for nothing else", async () => {
  expect(await sweepDays(await appNow())).toBe(0);
  await nextNight();
  expect(await sweepDays(await appNow())).toBe(1);
  expect(await sweepDays(await appNow())).toBe(0);
  await makeDay((await dayDue(await appNow()))!);
  const { days } = await dayList(null);
  expect(days.map((day) => day.day)).toEqual([...days.map((day) => day.day)].sort().reverse());
  for (const [i, day] of days.entries()) if (days[i + 1]) expect(day.booksOpeningFen).toBe(days[i + 1]!.booksClosingFen);
});

test("a statement and its lines stand, and a changed one is found", async () => {
  for (const table of ["ChannelLine", "DayStatement", "DayStatementLine"])
    for (const sql of [`UPDATE "${table}" SET day = day`, `DELETE FROM "${table}"`, `TRUNCATE "${table}"`])
      await expect(owner.query(sql), sql).rejects.toMatchObject({ code: "42501" });
  const { days } = await dayList(null);
  const more = `INSERT INTO "DayStatementLine" (day, section, name, "amountFen") VALUES ('${days[0]!.day}', 'OPEN', 'x', 5)`;
  await expect(owner.query(more)).rejects.toThrow(/is made/);
  await owner.query("BEGIN; SET LOCAL session_replication_role = replica");
  await owner.query(more);
  const { checks } = await import("#app/ledger/checks.server.ts");
  const on = { $queryRaw: async (strings: TemplateStringsArray) => (await owner.query(strings.join(""))).rows };
  expect(await checks.dayStatements(on as never)).toEqual([{ what: days[0]!.day }]);
  await owner.query("ROLLBACK");
});

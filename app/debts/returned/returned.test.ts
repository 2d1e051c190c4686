import "#app/payments/world.fixtures.ts";
import { beforeAll, expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { policy } from "#app/debts/debt.ts";
import { retryReturned, stuckReturned } from "#app/debts/returned/retry-returned.server.ts";
import { dueReturned, sendReturned } from "#app/debts/returned/returned-pay.server.ts";
import { audit } from "#app/ledger/audit.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { credit, debit, receivable } from "#app/ledger/movement.ts";
import { post } from "#app/ledger/post.server.ts";
import { failIntent } from "#app/payments/apply-outcome.server.ts";
import { dayOf } from "#app/payments/day-statement/day.ts";
import { makeDay } from "#app/payments/day-statement/make-day.server.ts";
import { dayStatement } from "#app/payments/day-statement/queries.server.ts";
import { addDebt } from "#app/payments/debts.server.ts";
import { finalise } from "#app/payments/finalise.server.ts";
import { askPayment, newFact, pageOf, sendOn, stateOf, testPurposes } from "#app/payments/fixtures.ts";
import { onboardingUrl } from "#app/payments/payees.server.ts";
import { pollTransactions } from "#app/payments/poll-transactions.server.ts";
import { refreshPayee } from "#app/payments/refresh-payee.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { advance, onboard, pay } from "#app/payments/world.fixtures.ts";
import { undoneSums } from "#app/people/desk/alarms/undone-sums.server.ts";
import { type Known, operator, person } from "#app/people/fixtures.ts";
import { purposes } from "#app/purposes.server.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, transact } from "#app/transact.server.ts";

const doors = { ...purposes, ...testPurposes };
let payee: Known;
beforeAll(async () => {
  payee = await person();
  await onboardingUrl(payee.viewer, payee.orgId);
  const { accountId } = await db.payee.findUniqueOrThrow({ where: { orgId: payee.orgId } });
  await onboard(accountId);
  await refreshPayee(accountId);
  // The channel keeps more of a small charge than the platform's fee: other money covers it.
  const other = await askPayment(newFact(), 100_000n);
  await pay(await pageOf(other), { number: "4000000000000077" });
  await finalise(other, doors);
});

/** ¥95 of pay that arrived at the payee's account. */
async function arrived() {
  const fact = { ...newFact(), payeeId: payee.orgId };
  const intentId = await askPayment(fact, 10_000n);
  await pay(await pageOf(intentId), { number: "4000000000000077" });
  await finalise(intentId, doors);
  const sent = await sendOn(fact, 10_000n, 500n);
  expect(await sendIntent(sent, doors)).toBe("SUCCEEDED");
  return { sent, transferId: String((await db.pspIntent.findUniqueOrThrow({ where: { id: sent } })).pspId) };
}
const available = () => balanceOf(`provider:available:${payee.orgId}`);
const rowsOf = (intentId: string) => db.returnedPay.findMany({ where: { intentId }, orderBy: { id: "asc" } });
const wrong = async () => (await audit()).filter((check) => check.found > 0);

test("a part that is pulled back is booked once, however often it is read, and sent again once", async () => {
  const { sent, transferId } = await arrived();
  await stripe.transfers.createReversal(transferId, { amount: 3_000 });
  const states = await Promise.all(Array.from({ length: 10 }, () => finalise(sent, doors)));
  expect(new Set(states)).toEqual(new Set(["SUCCEEDED"]));
  expect([(await rowsOf(sent)).map((row) => row.amountFen), await available()]).toEqual([[3_000n], 3_000n]);
  expect(await db.notice.count({ where: { userId: payee.userId, kind: "cards.notice.partCameBack" } })).toBe(1);
  expect(await wrong()).toEqual([]);
  await stripe.transfers.createReversal(transferId, { amount: 1_000 });
  await finalise(sent, doors);
  const rows = await rowsOf(sent);
  expect([rows.map((row) => row.amountFen), await available()]).toEqual([[3_000n, 1_000n], 4_000n]);

  const now = await appNow();
  expect((await dueReturned(now)).map((row) => row.id)).toEqual(rows.map((row) => row.id));
  const went = await Promise.all(Array.from({ length: 8 }, () => sendReturned(rows[0]!.id)));
  expect(went.filter(Boolean)).toHaveLength(1);
  await sendReturned(rows[1]!.id);
  const intents = await db.pspIntent.findMany({ where: { refType: "returnedPay" }, orderBy: { amountFen: "desc" } });
  expect(intents.map((intent) => intent.amountFen)).toEqual([3_000n, 1_000n]);
  for (const { id } of intents) {
    const state = await sendIntent(id, doors);
    expect([state, (await db.pspIntent.findUniqueOrThrow({ where: { id } })).lastError]).toEqual(["SUCCEEDED", null]);
  }
  expect([(await rowsOf(sent)).map((row) => row.state), await available()]).toEqual([["DONE", "DONE"], 0n]);
  expect(await wrong()).toEqual([]);
});

test("all of it in two parts, one of them first met as unknown money: explained, and no open line of the day", async () => {
  // Both parts and their reading are of one of Shanghai's days.
  const now = await appNow();
  if (dayOf(new Date(now.getTime() + 3 * 3_600_000)) !== dayOf(now)) await advance("3h");
  const { sent, transferId } = await arrived();
  const day = dayOf(await appNow());
  const first = await stripe.transfers.createReversal(transferId, { amount: 500 });
  const second = await stripe.transfers.createReversal(transferId, {});
  await advance("2h");
  await pollTransactions();
  expect(await balanceOf("suspense:cny")).toBe(9_500n);
  expect(await finalise(sent, doors)).toBe("SUCCEEDED");
  expect(await pollTransactions()).toMatchObject({ cleared: 2 });
  expect([await stateOf(sent), await available(), await balanceOf("suspense:cny")]).toEqual(["SUCCEEDED", 9_500n, 0n]);
  await advance("30h");
  await makeDay(day);
  const made = await dayStatement(day);
  const about = [transferId, first.id, second.id];
  expect(made?.open.filter((line) => about.includes(line.name))).toEqual([]);
  expect(made?.statement).toMatchObject({ unexplainedFen: 0n });
  expect((await wrong()).filter((check) => check.name !== "intentsClosed")).toEqual([]);
});

test("what the payee owes is repaid out of it before anything is sent", async () => {
  const { sent, transferId } = await arrived();
  await stripe.transfers.createReversal(transferId, { amount: 2_000 });
  await finalise(sent, doors);
  const [row] = await rowsOf(sent);
  const { orgId } = payee;
  await transact(async (tx) => {
    const now = await appNow(tx);
    const entries = [debit(receivable(orgId), 1_500n), credit("expense:platform_loss", 1_500n)];
    await post(tx, { key: "owed:test", kind: "cardDisputeLost", ref: orgId, why: "A debt from before.", entries }, now);
    await addDebt(
      tx,
      { orgId, key: "owed:test", reason: "cardDispute", refType: "organisation", refId: orgId, title: "", amountFen: 1_500n },
      now,
    );
  });
  await Promise.all(Array.from({ length: 6 }, () => sendReturned(row!.id)));
  expect(await rowsOf(sent)).toMatchObject([{ keptFen: 1_500n, state: "SENDING" }]);
  const intent = await db.pspIntent.findFirstOrThrow({ where: { refId: row!.id } });
  expect(intent.amountFen).toBe(500n);
  expect(await balanceOf(`provider:receivable:${orgId}`)).toBe(0n);
});

test("a part for which the channel has too little money goes on asking by the hour, and loses none of its tries", async () => {
  const { sent, transferId } = await arrived();
  await stripe.transfers.createReversal(transferId, { amount: 2_000 });
  await finalise(sent, doors);
  const id = (await rowsOf(sent))[0]!.id;
  for (let i = 0; i < policy.retryMs.length + 3; i++) {
    expect(await sendReturned(id)).toBe(true);
    const { id: intentId } = await db.pspIntent.findFirstOrThrow({ where: { refId: id, state: "CREATED" } });
    await failIntent(intentId, "balance_insufficient: not yet", doors);
    await advance("59m");
    expect(await sendReturned(id)).toBe(false);
    await advance("2m");
  }
  expect(await sendReturned(id)).toBe(true);
  expect(await sendIntent((await db.pspIntent.findFirstOrThrow({ where: { refId: id, state: "CREATED" } })).id, doors)).toBe("SUCCEEDED");
  expect(await rowsOf(sent)).toMatchObject([{ state: "DONE", waits: policy.retryMs.length + 3 }]);
});

test("a part that cannot be sent waits for an operator, of whose tries one sends it once", async () => {
  const { sent, transferId } = await arrived();
  const before = await available();
  await stripe.transfers.createReversal(transferId, { amount: 2_000 });
  await finalise(sent, doors);
  const [row] = await rowsOf(sent);
  const id = row!.id;
  const underWay = () => db.pspIntent.findFirstOrThrow({ where: { refId: id, state: "CREATED" } });
  for (const wait of [...policy.retryMs, 0]) {
    expect(await sendReturned(id)).toBe(true);
    await failIntent((await underWay()).id, "the account cannot receive it", doors);
    await advance(`${wait / 1000 + 1}s`);
  }
  expect(await sendReturned(id)).toBe(false);
  expect(await stuckReturned()).toMatchObject([{ id, amountFen: 2_000n, lastError: "the account cannot receive it" }]);
  const alarming = async (days: number) =>
    (await undoneSums(new Date((await appNow()).getTime() + days * 86_400_000))).map(({ key }) => key);
  expect(await alarming(8)).toEqual([`stuck:returnedPay:${payee.orgId}`]);
  expect(await alarming(80)).toEqual([`sum:returnedPay:${payee.orgId}:75`, `stuck:returnedPay:${payee.orgId}`]);
  await expect(retryReturned(payee.viewer, id)).rejects.toEqual(new Refusal("notFound"));
  const { viewer } = await operator();
  const tries = await Promise.allSettled(Array.from({ length: 6 }, () => retryReturned(viewer, id)));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await db.operatorAct.count({ where: { act: "retryReturned", subjectId: id } })).toBe(1);
  expect(await sendReturned(id)).toBe(true);
  expect(await sendIntent((await underWay()).id, doors)).toBe("SUCCEEDED");
  expect([(await rowsOf(sent)).map((part) => part.state), await available(), await stuckReturned()]).toEqual([["DONE"], before, []]);
});

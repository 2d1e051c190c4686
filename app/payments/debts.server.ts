import { receivableRepaid } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { liveIntents } from "#app/payments/queries.server.ts";
import { enqueue } from "#app/queue.server.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Debt, Prisma } from "../../generated/prisma/client.ts";

/**
 * What organisations owe the platform after money that was released to them had to be given back: one row a fact, the sum of an
 * organisation's rows is its receivable account. Later pay repays the oldest first, before it can be sent.
 */
export type NewDebt = {
  orgId: string;
  /** The fact that it follows from: the same fact is owed once. */
  key: string;
  reason: "cardDispute" | "refund";
  refType: string;
  refId: string;
  /** What it is about, as its debtor knows it. */
  title: string;
  amountFen: bigint;
};

/** Keeps a debt beside the movement that makes it; the caller posts that. */
export async function addDebt(tx: Tx, debt: NewDebt, now: Date): Promise<void> {
  if (debt.amountFen <= 0n) return;
  await tx.debt.create({ data: { ...debt, createdAt: now } });
}

type Pay = {
  orgId: string;
  amountFen: bigint;
  key: string;
  source: "remittance" | "stage" | "deposit" | "payment" | "bank" | "writtenOff";
  ref: string;
};

/**
 * Takes what is owed out of pay that is available and not sent (movement 27); returns how much. The debts' rows are locked, so that two
 * sums that become available at once never repay the same fen.
 */
export async function repayFromPay(tx: Tx, pay: Pay, now: Date): Promise<bigint> {
  const amountFen = await markRepaid(tx, pay, now);
  if (amountFen <= 0n) return 0n;
  await post(tx, receivableRepaid({ key: pay.key, ref: pay.ref, creatorId: pay.orgId, amountFen }), now);
  return amountFen;
}

/** Marks debts as repaid, the oldest first, up to a sum; the caller posts the movement for what this returns. */
export async function markRepaid(tx: Tx, { orgId, amountFen, key, source }: Pay, now: Date): Promise<bigint> {
  const open = await tx.$queryRaw<
    Debt[]
  >`SELECT * FROM "Debt" WHERE "orgId" = ${orgId}::uuid AND "closedAt" IS NULL ORDER BY id FOR UPDATE`;
  let rest = amountFen;
  for (const debt of open) {
    const due = debt.amountFen - debt.repaidFen;
    const part = due < rest ? due : rest;
    if (part <= 0n) break;
    await tx.debtRepayment.create({ data: { debtId: debt.id, key, source, amountFen: part, at: now } });
    await tx.debt.update({ where: { id: debt.id }, data: { repaidFen: { increment: part }, closedAt: part === due ? now : null } });
    await voidDebtPayments(tx, debt.id);
    rest -= part;
  }
  return amountFen - rest;
}

/** The sum of a page at the till is not owed any more: the page ends. What comes in all the same repays what is left, and the rest goes back. */
export async function voidDebtPayments(tx: Tx, debtId: string): Promise<void> {
  for (const { id } of await tx.debtPayment.findMany({ where: { debtId, state: "WAITING" }, select: { id: true } })) {
    await tx.debtPayment.update({ where: { id }, data: { state: "VOID" } });
    for (const intent of await liveIntents(tx, "debtPayment", id)) await enqueue(tx, "end-checkout", { intentId: intent.id });
  }
}

/** What an organisation owes in all. */
export async function owedFen(orgId: string, on: Pick<Tx, "debt">): Promise<bigint> {
  const { _sum } = await on.debt.aggregate({ where: { orgId, closedAt: null }, _sum: { amountFen: true, repaidFen: true } });
  return (_sum.amountFen ?? 0n) - (_sum.repaidFen ?? 0n);
}

/** What a debtor reads of a debt: why it is owed and what repaid it. */
export const shownDebt = {
  id: true,
  reason: true,
  refType: true,
  refId: true,
  title: true,
  amountFen: true,
  repaidFen: true,
  createdAt: true,
  closedAt: true,
  repayments: { orderBy: { id: "asc" }, take: 50, select: { id: true, source: true, amountFen: true, at: true } },
} as const satisfies Prisma.DebtSelect;

/** An organisation's debts with what repaid them: the open ones first, then the latest closed. */
export const debtsOf = (orgId: string, on: Pick<Tx, "debt">) =>
  on.debt.findMany({
    where: { orgId },
    orderBy: [{ closedAt: { sort: "desc", nulls: "first" } }, { id: "desc" }],
    take: 20,
    select: shownDebt,
  });

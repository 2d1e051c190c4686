import { db } from "#app/db.server.ts";
import { finishBack, toSendFen } from "#app/debts/back.server.ts";
import { lockDebtPayment } from "#app/debts/lock-debt.server.ts";
import { isFrozenCharge } from "#app/payments/frozen-charges.server.ts";
import { orgNames } from "#app/people/queries.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

/** What goes back of a debt's payment and the channel refuses for good: owed, and on no way. */
export async function owedBack(tx: Tx, paymentId: string) {
  const row = await tx.debtPayment.findUnique({ where: { id: paymentId }, include: { debt: { select: { orgId: true } } } });
  return row?.backState === "STUCK" ? { orgId: row.debt.orgId, amountFen: toSendFen(row) } : null;
}

/** It was made outside the channel's refunds; the caller writes the movement and has two operators for it. */
export async function settleBackByHand(tx: Tx, paymentId: string, now: Date) {
  const locked = await lockDebtPayment(tx, paymentId);
  const { debt, payment } = locked;
  if (payment.backState !== "STUCK") throw new Refusal("wrongState");
  // The payer's bank may be giving it back already.
  if (await isFrozenCharge(tx, payment.chargeId!)) throw new Refusal("cardDisputeOpen");
  await finishBack(tx, locked, now);
  return { ref: debt.id, orgId: debt.orgId, amountFen: toSendFen(payment) };
}

/** Those that are stuck, for operators to choose from. */
export async function stuckBacks() {
  const rows = await db.debtPayment.findMany({
    where: { backState: "STUCK" },
    orderBy: { id: "asc" },
    take: 100,
    include: { debt: { select: { title: true, orgId: true } } },
  });
  const names = await orgNames(rows.map((row) => row.debt.orgId));
  return rows.map((row) => ({
    id: row.id,
    amountFen: toSendFen(row),
    lastError: row.lastError,
    stage: "",
    title: row.debt.title,
    party: names.get(row.debt.orgId) ?? "",
  }));
}

import { Refusal } from "#app/refusal.ts";
import { appNow, type Tx } from "#app/transact.server.ts";
import type { Debt } from "../../generated/prisma/client.ts";

/** Locks a debt: whoever holds this lock is the only one who repays it, from pay or by a payment. */
export async function lockDebt(tx: Tx, debtId: string): Promise<{ debt: Debt; now: Date }> {
  const [debt] = await tx.$queryRaw<Debt[]>`SELECT * FROM "Debt" WHERE id = ${debtId}::uuid FOR UPDATE`;
  if (!debt) throw new Refusal("notFound");
  return { debt, now: await appNow(tx) };
}

/** Locks a payment after its debt, and reads both. */
export async function lockDebtPayment(tx: Tx, paymentId: string) {
  const { debtId } = await tx.debtPayment.findUniqueOrThrow({ where: { id: paymentId }, select: { debtId: true } });
  const locked = await lockDebt(tx, debtId);
  return { ...locked, payment: await tx.debtPayment.findUniqueOrThrow({ where: { id: paymentId } }) };
}

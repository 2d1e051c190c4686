import { lockBond } from "#app/deposits/bonds/lock-bond.server.ts";
import { heldFen, toPayFen } from "#app/deposits/deposit.ts";
import { askPayment } from "#app/deposits/money/ask-payment.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

type Wanted = { orgId: string; taskId: string; amountFen: bigint };

/** The employer wants to put a bond on a task, or to add what a higher budget asks for. The caller holds the task's lock. */
export async function askBond(tx: Tx, { orgId, taskId, amountFen }: Wanted, now: Date): Promise<{ intentId: string }> {
  const found = await lockBond(tx, taskId);
  const deposit = found ?? (await tx.deposit.create({ data: { kind: "INTENT", orgId, taskId, createdAt: now } }));
  const due = toPayFen(amountFen, heldFen(deposit));
  if (due === 0n) throw new Refusal("depositEnough");
  return askPayment(tx, deposit, { amountFen: due, tierFen: 0n, promises: [] }, now);
}

import { type LockedDeposit, lockDeposit } from "#app/deposits/move.server.ts";
import type { Tx } from "#app/transact.server.ts";

/** The task's living bond, locked; null when it has none. Always after the task's own lock. */
export async function lockBond(tx: Tx, taskId: string): Promise<LockedDeposit | null> {
  const found = await tx.deposit.findFirst({ where: { taskId, kind: "INTENT", state: { not: "CLOSED" } }, select: { id: true } });
  if (!found) return null;
  const { deposit } = await lockDeposit(tx, found.id);
  return deposit.state === "CLOSED" ? null : deposit;
}

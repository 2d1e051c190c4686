import { lockBond } from "#app/deposits/bonds/lock-bond.server.ts";
import { returnBond } from "#app/deposits/bonds/return-bond.server.ts";
import { bondFen, heldFen, toPayFen } from "#app/deposits/deposit.ts";
import { Refusal } from "#app/refusal.ts";
import type { TaskBrief } from "#app/tasks/task.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

/** A task that promises a bond is posted only when the bond is here; one that no longer promises it gives it back. */
export async function guardBond(tx: Tx, taskId: string, brief: Pick<TaskBrief, "bond" | "budget">, actor: Actor, now: Date): Promise<void> {
  if (!brief.bond) return returnBond(tx, taskId, { why: "unwanted", actor }, now);
  const bond = await lockBond(tx, taskId);
  const missing = toPayFen(bondFen(brief.budget), bond ? heldFen(bond) : 0n);
  if (missing > 0n) throw new Refusal("bondFirst", { missingFen: String(missing) });
}

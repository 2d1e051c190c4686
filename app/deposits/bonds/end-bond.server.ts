import type { BondEnd } from "#app/deposits/bonds/bond.ts";
import { returnBond } from "#app/deposits/bonds/return-bond.server.ts";
import { policy } from "#app/deposits/policy.ts";
import { appNow, type Tx, transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** The clock: work began, so the bond goes back; so does one whose task was never posted. */
export async function endBond(depositId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { taskId } = await tx.deposit.findUniqueOrThrow({ where: { id: depositId }, select: { taskId: true } });
    await tx.$queryRaw`SELECT id FROM "Task" WHERE id = ${taskId}::uuid FOR UPDATE`;
    const now = await appNow(tx);
    const why = await dueEnd(tx, depositId, now);
    if (!why) return false;
    await returnBond(tx, taskId!, { why, actor: byClock }, now);
    return true;
  });
}

async function dueEnd(tx: Tx, depositId: string, now: Date): Promise<BondEnd | null> {
  const { state, heldAt, task } = await tx.deposit.findUniqueOrThrow({
    where: { id: depositId },
    select: {
      state: true,
      heldAt: true,
      task: { select: { state: true, contracts: { where: { activeAt: { not: null } }, select: { id: true }, take: 1 } } },
    },
  });
  if (state !== "HELD" || !task) return null;
  if (task.contracts.length > 0) return "funded";
  const unposted = task.state === "DRAFT" || task.state === "REJECTED";
  return unposted && heldAt!.getTime() + policy.draftBondMs <= now.getTime() ? "idle" : null;
}

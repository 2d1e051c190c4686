import { returnBond } from "#app/deposits/bonds/return-bond.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { validStates } from "#app/tasks/bid.ts";
import type { LockedTask } from "#app/tasks/lock.server.ts";
import { moveTask } from "#app/tasks/move.server.ts";
import type { Tx } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** T10: when no bid can win any more, the tender has failed. Says whether it has. */
export async function failWithoutBids(tx: Tx, task: LockedTask, why: "withdrawBid" | "dropBid", now: Date): Promise<boolean> {
  const left = await tx.bid.count({ where: { taskId: task.id, state: { in: [...validStates] } } });
  if (left > 0) return false;
  const reason = why === "dropBid" ? "allDropped" : "allWithdrawn";
  await moveTask(
    tx,
    task,
    { verb: "failWithoutBids", to: "FAILED", actor: byClock, reason, data: { endReason: reason, selectBy: null } },
    now,
  );
  await returnBond(tx, task.id, { why: "noBids", actor: byClock }, now);
  await notifyOrg(
    tx,
    task.employerId,
    "task:manage",
    { kind: "tasks.notice.noneLeft", params: { title: task.title }, href: `/tasks/${task.id}` },
    now,
  );
  return true;
}

import { moveBid } from "#app/tasks/move.server.ts";
import type { Tx } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

const open = ["SUBMITTED", "NEEDS_RECONFIRM", "QUALIFIED", "STANDBY", "AWARDED"] as const;

/** The task has ended without them: every bid that could still win is not selected. Returns whose bids those were. */
export async function passOver(tx: Tx, task: { id: string }, now: Date): Promise<string[]> {
  const bids = await tx.bid.findMany({
    where: { taskId: task.id, state: { in: [...open] } },
    select: { id: true, state: true, providerId: true, taskId: true },
  });
  for (const bid of bids) await moveBid(tx, bid, { verb: "passOver", to: "NOT_SELECTED", actor: byClock }, now);
  return bids.map((b) => b.providerId);
}

import { db } from "#app/db.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { lockTask } from "#app/tasks/lock.server.ts";
import { moveBid } from "#app/tasks/move.server.ts";
import { policy } from "#app/tasks/policy.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

const BATCH = 50;

/** The clock: standbys are free again once all work is accepted and its contract over, or 15 days after the acceptance. Until then they may be asked to take over what is left. */
export async function endStandby(now: Date): Promise<number> {
  const before = new Date(now.getTime() - policy.standbyMs);
  const due = await db.task.findMany({
    where: {
      state: "CONTRACTING",
      bids: { some: { state: "STANDBY" } },
      OR: [
        { contracts: { some: { state: "COMPLETED", milestones: { every: { acceptedAt: { not: null } } } } } },
        { awards: { some: { state: "ACCEPTED", voidedAt: null, answeredAt: { lte: before } } } },
      ],
    },
    select: { id: true },
    take: BATCH,
  });
  for (const { id } of due) await endOne(id);
  return due.length;
}

function endOne(taskId: string): Promise<void> {
  return transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    if (task.state !== "CONTRACTING") return;
    const standing = await tx.bid.findMany({
      where: { taskId, state: "STANDBY" },
      select: { id: true, state: true, providerId: true, taskId: true },
    });
    for (const bid of standing) {
      await moveBid(tx, bid, { verb: "passOver", to: "NOT_SELECTED", actor: byClock }, now);
      const notice = { kind: "tasks.notice.standbyOver", params: { title: task.title }, href: `/tasks/${taskId}` } as const;
      await notifyOrg(tx, bid.providerId, "bid:place", notice, now);
    }
  });
}

import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { liveStates } from "#app/tasks/bid.ts";
import { asOperator, lockTask } from "#app/tasks/lock.server.ts";
import { moveTask } from "#app/tasks/move.server.ts";
import { dropRoom } from "#app/tasks/qualifying/drop-room.server.ts";
import { transact } from "#app/transact.server.ts";

/** T19: an operator stops a task; its clocks stand still until it is resumed. A room that was only announced is taken back. */
export async function suspendTask(viewer: Viewer, taskId: string, reason: string): Promise<void> {
  const actor = asOperator(viewer);
  await transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    const data = { suspendedFrom: task.state, suspendedAt: now, endReason: reason };
    await moveTask(tx, task, { verb: "suspendTask", to: "SUSPENDED", actor, reason, data }, now);
    if (task.state === "QUALIFYING") await dropRoom(tx, taskId);
    await operatorAct(tx, viewer, { act: "suspendTask", subject: { type: "task", id: taskId }, reason }, now);
    const notice = { kind: "tasks.notice.suspended", params: { title: task.title, reason }, href: `/tasks/${taskId}` } as const;
    await notifyOrg(tx, task.employerId, "task:manage", notice, now);
    const bids = await tx.bid.findMany({
      where: { taskId, state: { in: [...liveStates, "QUALIFIED", "STANDBY", "AWARDED"] } },
      select: { providerId: true },
    });
    for (const { providerId } of bids) await notifyOrg(tx, providerId, "bid:place", notice, now);
  });
}

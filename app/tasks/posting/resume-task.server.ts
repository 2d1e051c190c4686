import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { liveStates } from "#app/tasks/bid.ts";
import { asOperator, lockTask } from "#app/tasks/lock.server.ts";
import { moveTask } from "#app/tasks/move.server.ts";
import { transact } from "#app/transact.server.ts";

/** The task goes on where it stood; every deadline moves by the time it stood still. */
export async function resumeTask(viewer: Viewer, taskId: string, reason: string): Promise<void> {
  const actor = asOperator(viewer);
  await transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    if (task.state !== "SUSPENDED" || !task.suspendedFrom || !task.suspendedAt) throw new Refusal("wrongState");
    const stood = now.getTime() - task.suspendedAt.getTime();
    const later = (at: Date | null) => at && new Date(at.getTime() + stood);
    const data = {
      suspendedFrom: null,
      suspendedAt: null,
      endReason: null,
      submittedAt: task.suspendedFrom === "IN_REVIEW" ? later(task.submittedAt) : task.submittedAt,
      closeAt: task.suspendedFrom === "OPEN" ? later(task.closeAt) : task.closeAt,
      qualifyUntilAt: later(task.qualifyUntilAt),
      selectBy: later(task.selectBy),
    };
    await moveTask(tx, task, { verb: "resumeTask", to: task.suspendedFrom, actor, reason, data }, now);
    const offers = await tx.award.findMany({ where: { taskId, state: "OFFERED" }, select: { id: true, acceptBy: true } });
    for (const offer of offers) await tx.award.update({ where: { id: offer.id }, data: { acceptBy: later(offer.acceptBy)! } });
    const fixes = await tx.bid.findMany({ where: { taskId, fixUntilAt: { not: null } }, select: { id: true, fixUntilAt: true } });
    for (const fix of fixes) await tx.bid.update({ where: { id: fix.id }, data: { fixUntilAt: later(fix.fixUntilAt) } });
    await operatorAct(tx, viewer, { act: "resumeTask", subject: { type: "task", id: taskId }, reason }, now);
    const notice = { kind: "tasks.notice.resumed", params: { title: task.title }, href: `/tasks/${taskId}` } as const;
    await notifyOrg(tx, task.employerId, "task:manage", notice, now);
    const bids = await tx.bid.findMany({
      where: { taskId, state: { in: [...liveStates, "QUALIFIED", "STANDBY", "AWARDED"] } },
      select: { providerId: true },
    });
    for (const { providerId } of bids) await notifyOrg(tx, providerId, "bid:place", notice, now);
  });
}

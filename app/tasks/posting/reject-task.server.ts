import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { asOperator, lockTask } from "#app/tasks/lock.server.ts";
import { moveTask } from "#app/tasks/move.server.ts";
import { policy } from "#app/tasks/policy.ts";
import { transact } from "#app/transact.server.ts";

/** T3: sent back with a reason; the employer may fix it and submit again, three times at most. */
export async function rejectTask(viewer: Viewer, taskId: string, reason: string): Promise<void> {
  const actor = asOperator(viewer);
  await transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    const rejections = task.rejections + 1;
    await moveTask(tx, task, { verb: "rejectTask", to: "REJECTED", actor, reason, data: { reviewReason: reason, rejections } }, now);
    await operatorAct(tx, viewer, { act: "rejectTask", subject: { type: "task", id: taskId }, reason }, now);
    const params = { title: task.title, reason, left: Math.max(0, policy.rejections - rejections) };
    await notifyOrg(tx, task.employerId, "task:manage", { kind: "tasks.notice.rejected", params, href: `/tasks/${taskId}/edit` }, now);
  });
}

import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { asOperator, lockTask } from "#app/tasks/lock.server.ts";
import { publish } from "#app/tasks/posting/publish.server.ts";
import { transact } from "#app/transact.server.ts";

/** T2 by an operator: the brief is clear enough to bid on. */
export async function approveTask(viewer: Viewer, taskId: string): Promise<void> {
  const actor = asOperator(viewer);
  await transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    if (task.state !== "IN_REVIEW") throw new Refusal("wrongState");
    await operatorAct(tx, viewer, { act: "approveTask", subject: { type: "task", id: taskId } }, now);
    await publish(tx, taskId, actor, now);
  });
}

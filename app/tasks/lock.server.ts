import { belongs, can, type Permission, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, type Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

/** Locks a task and reads it: whoever holds this lock is the only one who moves the task, its bids and its awards. */
export async function lockTask(tx: Tx, taskId: string) {
  const [locked] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM "Task" WHERE id = ${taskId}::uuid FOR UPDATE`;
  if (!locked) throw new Refusal("notFound");
  const task = await tx.task.findUniqueOrThrow({ where: { id: taskId }, omit: { draft: true } });
  return { task, now: await appNow(tx) };
}
export type LockedTask = Awaited<ReturnType<typeof lockTask>>["task"];

/** The viewer as the task's employer. A stranger learns nothing; a member without the permission is refused. */
export function asEmployer(viewer: Viewer, task: { employerId: string }, permission: Permission = "task:manage"): Actor {
  if (!belongs(viewer, task.employerId)) throw new Refusal("notFound");
  if (!can(viewer, task.employerId, permission)) throw new Refusal("notAllowed");
  return { userId: viewer.userId, role: "employer" };
}

/** The viewer as the maker of a bid. */
export function asProvider(viewer: Viewer, bid: { providerId: string }): Actor {
  if (!belongs(viewer, bid.providerId)) throw new Refusal("notFound");
  if (!can(viewer, bid.providerId, "bid:place")) throw new Refusal("notAllowed");
  return { userId: viewer.userId, role: "provider" };
}

/** The viewer as an operator; for everybody else the act does not exist. */
export function asOperator(viewer: Viewer): Actor {
  if (!viewer.operator) throw new Refusal("notFound");
  return { userId: viewer.userId, role: "operator" };
}

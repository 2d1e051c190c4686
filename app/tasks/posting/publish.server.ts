import { notifyOrg } from "#app/people/notify.server.ts";
import { groupOf } from "#app/tasks/categories.ts";
import { lockTask } from "#app/tasks/lock.server.ts";
import { moveTask } from "#app/tasks/move.server.ts";
import { indexTask } from "#app/tasks/posting/index-task.server.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

const DAY = 86_400_000;
const TELL_AT_MOST = 30;

/** T2, inside the transaction of who decides: the task is open, findable, and those it may suit are told. */
export async function publish(tx: Tx, taskId: string, actor: Actor, now: Date) {
  const { task } = await lockTask(tx, taskId);
  const closeAt = new Date(now.getTime() + task.bidDays * DAY);
  await moveTask(tx, task, { verb: "approveTask", to: "OPEN", actor, data: { publishedAt: now, closeAt } }, now);
  await indexTask(tx, task);
  const params = { title: task.title, budgetFen: String(task.budgetFen), closeAt: closeAt.toISOString() };
  const href = `/tasks/${taskId}`;
  await notifyOrg(tx, task.employerId, "task:manage", { kind: "tasks.notice.published", params, href }, now);
  if (task.visibility === "INVITED") {
    const invited = await tx.taskInvite.findMany({ where: { taskId }, select: { orgId: true } });
    for (const { orgId } of invited) await notifyOrg(tx, orgId, "bid:place", { kind: "tasks.notice.invited", params, href }, now);
    return;
  }
  const suited = await tx.organisation.findMany({
    where: {
      categories: { hasSome: [task.category, groupOf(task.category)] },
      id: { not: task.employerId },
      suspendedAt: null,
      closedAt: null,
    },
    orderBy: [{ verifiedAt: { sort: "desc", nulls: "last" } }, { id: "asc" }],
    select: { id: true },
    take: TELL_AT_MOST,
  });
  for (const { id } of suited) await notifyOrg(tx, id, "bid:place", { kind: "tasks.notice.matched", params, href }, now);
}

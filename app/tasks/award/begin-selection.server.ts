import { notifyOrg } from "#app/people/notify.server.ts";
import { fixRecords } from "#app/tasks/award/provider-record.server.ts";
import { rankBids } from "#app/tasks/award/rank-bids.server.ts";
import { validStates } from "#app/tasks/bid.ts";
import { moveTask } from "#app/tasks/move.server.ts";
import { policy } from "#app/tasks/policy.ts";
import type { TaskState, TaskVerb } from "#app/tasks/task.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

type Task = { id: string; state: TaskState; employerId: string; title: string };

/** Into SELECTION, from wherever: names are shown, records and scores are fixed, and the employer has seven days and three of grace. */
export async function beginSelection(tx: Tx, task: Task, by: { verb: TaskVerb; actor: Actor; reason?: string }, now: Date) {
  const selectBy = new Date(now.getTime() + policy.selectMs);
  const bids = await tx.bid.findMany({
    where: { taskId: task.id, state: { in: [...validStates] } },
    select: { id: true, providerId: true, recordMilli: true },
  });
  await tx.bid.updateMany({ where: { taskId: task.id, fixUntilAt: { not: null } }, data: { fixUntilAt: null } });
  await fixRecords(
    tx,
    bids.filter((b) => b.recordMilli === null),
  );
  await rankBids(tx, task.id);
  await moveTask(tx, task, { ...by, to: "SELECTION", data: { selectionAt: now, selectBy, qualifyUntilAt: null, liveAt: null } }, now);
  const params = { title: task.title, count: bids.length, selectByAt: selectBy.toISOString() };
  await notifyOrg(tx, task.employerId, "task:manage", { kind: "tasks.notice.selection", params, href: `/tasks/${task.id}/select` }, now);
}

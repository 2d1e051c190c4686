import { db } from "#app/db.server.ts";
import { shareBond } from "#app/deposits/bonds/share-bond.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { passOver } from "#app/tasks/award/pass-over.server.ts";
import { lockTask } from "#app/tasks/lock.server.ts";
import { moveTask } from "#app/tasks/move.server.ts";
import { policy } from "#app/tasks/policy.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

const BATCH = 50;

/** T12, the clock: ten days without a choice (seven and three of grace) end the tender; its bond is the bidders'. */
export async function endSelection(now: Date): Promise<number> {
  const before = new Date(now.getTime() - policy.selectGraceMs);
  const due = await db.task.findMany({ where: { state: "SELECTION", selectBy: { lte: before } }, select: { id: true }, take: BATCH });
  let done = 0;
  for (const { id } of due) if (await endOne(id)) done++;
  return done;
}

function endOne(taskId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    if (task.state !== "SELECTION" || task.selectBy!.getTime() + policy.selectGraceMs > now.getTime()) return false;
    await moveTask(
      tx,
      task,
      { verb: "endSelection", to: "FAILED", actor: byClock, reason: "noChoice", data: { endReason: "noChoice" } },
      now,
    );
    const notice = { kind: "tasks.notice.noChoice", params: { title: task.title }, href: `/tasks/${taskId}` } as const;
    await notifyOrg(tx, task.employerId, "task:manage", notice, now);
    const bidders = await passOver(tx, task, now);
    for (const providerId of bidders) await notifyOrg(tx, providerId, "bid:place", notice, now);
    await shareBond(tx, taskId, { why: "noChoice", actor: byClock, orgIds: bidders }, now);
    return true;
  });
}

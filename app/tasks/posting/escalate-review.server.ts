import { db } from "#app/db.server.ts";
import { notifyOperators } from "#app/people/notify.server.ts";
import { lockTask } from "#app/tasks/lock.server.ts";
import { policy } from "#app/tasks/policy.ts";
import { transact } from "#app/transact.server.ts";

const BATCH = 20;

/** The clock: a task that has waited four hours for its review is put before the operators again, once. */
export async function escalateReview(now: Date): Promise<number> {
  const before = new Date(now.getTime() - policy.reviewEscalateMs);
  const due = await db.$queryRaw<{ id: string }[]>`
    SELECT t.id FROM "Task" t WHERE t.state = 'IN_REVIEW' AND t."submittedAt" <= ${before}
      AND NOT EXISTS (SELECT 1 FROM "Notice" n WHERE n.subject = 'review:' || t.id || ':' || t.rejections)
    ORDER BY t."submittedAt" LIMIT ${BATCH}`;
  for (const { id } of due) await escalateOne(id);
  return due.length;
}

function escalateOne(taskId: string): Promise<void> {
  return transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    const subject = `review:${taskId}:${task.rejections}`;
    if (task.state !== "IN_REVIEW" || (await tx.notice.count({ where: { subject } })) > 0) return;
    await notifyOperators(
      tx,
      { kind: "tasks.notice.reviewLate", params: { title: task.title }, href: `/desk/tasks/${taskId}`, subject },
      now,
    );
  });
}

import { db } from "#app/db.server.ts";
import { hasBegun, restOf } from "#app/tasks/award/rest.server.ts";
import { policy } from "#app/tasks/policy.ts";
import type { Phase } from "#app/tasks/task.ts";

/** What the employer of a task whose contract ended on the way may let the best standby be offered; null when there is nothing to offer. */
export async function restOffer(task: { id: string; phase: Phase; mayManage: boolean }) {
  const taskId = task.id;
  if (!task.mayManage || (task.phase !== "TERMINATED" && task.phase !== "COMPLETED") || !(await hasBegun(db, taskId))) return null;
  const [ords, next, award, titles] = await Promise.all([
    restOf(db, taskId),
    db.bid.findFirst({
      where: { taskId, state: "STANDBY", provider: { suspendedAt: null, closedAt: null } },
      orderBy: { rank: "asc" },
      select: { label: true, stages: { orderBy: { ord: "asc" }, select: { ord: true, amountFen: true } } },
    }),
    db.award.findFirst({ where: { taskId, state: "ACCEPTED", voidedAt: null }, select: { answeredAt: true } }),
    db.taskStage.findMany({ where: { taskId }, select: { ord: true, title: true } }),
  ]);
  if (!next || ords.length === 0) return null;
  const named = new Map(titles.map((stage) => [stage.ord, stage.title]));
  return {
    label: next.label,
    stages: next.stages.filter(({ ord }) => ords.includes(ord)).map((stage) => ({ ...stage, title: named.get(stage.ord) ?? "" })),
    untilAt: award?.answeredAt ? new Date(award.answeredAt.getTime() + policy.standbyMs) : null,
  };
}
export type RestOffer = NonNullable<Awaited<ReturnType<typeof restOffer>>>;

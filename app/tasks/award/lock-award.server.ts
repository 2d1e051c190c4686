import { Refusal } from "#app/refusal.ts";
import { lockTask } from "#app/tasks/lock.server.ts";
import type { Tx } from "#app/transact.server.ts";

/** Locks an award's task and reads the award with its bid. */
export async function lockAward(tx: Tx, awardId: string) {
  const found = await tx.award.findUnique({ where: { id: awardId }, select: { taskId: true } });
  if (!found) throw new Refusal("notFound");
  const { task, now } = await lockTask(tx, found.taskId);
  const award = await tx.award.findUniqueOrThrow({
    where: { id: awardId },
    include: { bid: { include: { stages: { orderBy: { ord: "asc" } } } } },
  });
  const open = task.state === "AWARD_PENDING" && award.state === "OFFERED" && award.voidedAt === null;
  return { task, award, bid: award.bid, now, open };
}

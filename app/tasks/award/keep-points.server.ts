import { Refusal } from "#app/refusal.ts";
import { qualityMilli } from "#app/tasks/score.ts";
import type { Tx } from "#app/transact.server.ts";

/** Keeps the employer's points for a bid, one for each criterion, and the quality they make. */
export async function keepPoints(tx: Tx, taskId: string, bidId: string, points: readonly number[]) {
  const criteria = await tx.taskCriterion.findMany({ where: { taskId }, orderBy: { ord: "asc" } });
  if (points.length !== criteria.length) throw new Refusal("scoreAll", {}, "points");
  await tx.bidScore.deleteMany({ where: { bidId } });
  await tx.bidScore.createMany({ data: criteria.map((c, i) => ({ bidId, taskId, ord: c.ord, points: points[i]! })) });
  const quality = qualityMilli(criteria.map((c, i) => ({ weight: c.weight, points: points[i]! })));
  await tx.bid.update({ where: { id: bidId }, data: { qualityMilli: quality } });
}

import { validStates } from "#app/tasks/bid.ts";
import {
  type FixedParts,
  fixedMilli,
  floorFenOf,
  livePriceMilli,
  livePricePartMilli,
  part,
  rankOrder,
  sealedPriceMilli,
  timeMilli,
} from "#app/tasks/score.ts";
import type { Tx } from "#app/transact.server.ts";

/**
 * Scores and ranks the bids that can still win, from their prices, days, qualities and records. Sealed prices are compared with the
 * lowest valid one; after a live room prices are measured between budget and floor, and days stay as frozen before the room.
 */
export async function rankBids(tx: Tx, taskId: string): Promise<void> {
  const task = await tx.task.findUniqueOrThrow({
    where: { id: taskId },
    include: { auction: { select: { state: true, budgetFen: true, floorFen: true, bidders: { select: { bidId: true, rank: true } } } } },
  });
  const bids = await tx.bid.findMany({ where: { taskId, state: { in: [...validStates] } } });
  const live = task.auction?.state === "CLOSED";
  const lowest = bids.reduce((min, b) => (b.priceFen < min ? b.priceFen : min), bids[0]?.priceFen ?? 0n);
  const fewest = Math.min(...bids.map((b) => b.days));
  const budget = task.auction?.budgetFen ?? task.budgetFen;
  const floor = task.auction?.floorFen ?? floorFenOf(task.budgetFen);
  const roomRank = new Map(task.auction?.bidders.map((b) => [b.bidId, b.rank]));
  const scored = bids.map((bid) => {
    const timeScoreMilli = live ? (bid.timeScoreMilli ?? 0) : timeMilli(fewest, bid.days);
    const priceScoreMilli = live ? livePriceMilli(bid.priceFen, budget, floor) : sealedPriceMilli(lowest, bid.priceFen);
    const pricePart = live ? livePricePartMilli(bid.priceFen, budget, floor, task.weightPrice) : part(task.weightPrice, priceScoreMilli);
    const fixed: FixedParts = { timeScoreMilli, qualityMilli: bid.qualityMilli ?? 0, recordMilli: bid.recordMilli ?? 0 };
    // Among equals the room's own order stands.
    const tie = live
      ? { priceFen: 0n, earlier: roomRank.get(bid.id) ?? 0 }
      : { priceFen: bid.priceFen, earlier: bid.submittedAt.getTime() };
    return { id: bid.id, ...tie, timeScoreMilli, priceScoreMilli, scoreMilli: pricePart + fixedMilli(fixed, task) };
  });
  await tx.bid.updateMany({ where: { taskId, state: { notIn: [...validStates] } }, data: { rank: null } });
  for (const [i, row] of rankOrder(scored).entries()) {
    const { timeScoreMilli, priceScoreMilli, scoreMilli } = row;
    await tx.bid.update({ where: { id: row.id }, data: { timeScoreMilli, priceScoreMilli, scoreMilli, rank: i + 1 } });
  }
}

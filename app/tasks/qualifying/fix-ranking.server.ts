import { policy as stages } from "#app/contracts/policy.ts";
import { splitFrom } from "#app/ledger/money.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { beginSelection } from "#app/tasks/award/begin-selection.server.ts";
import { keepVersion } from "#app/tasks/bidding/bid-content.server.ts";
import { lockTask } from "#app/tasks/lock.server.ts";
import { signalParties } from "#app/tasks/move.server.ts";
import type { Tx } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/**
 * T9: the room has closed. Each bid takes its last price, its plan is split anew by the same proportions (no stage falls below what can be
 * paid), scores and ranks are fixed, and the employer chooses. Called in the transaction that closes the room.
 */
export async function fixRanking(tx: Tx, taskId: string, now: Date): Promise<void> {
  const { task } = await lockTask(tx, taskId);
  const bidders = await tx.auctionBidder.findMany({ where: { taskId } });
  for (const { bidId, priceFen } of bidders) {
    const bid = await tx.bid.findUniqueOrThrow({ where: { id: bidId }, include: { stages: { orderBy: { ord: "asc" } } } });
    if (bid.priceFen === priceFen) continue;
    const planned = bid.stages.map((s) => s.amountFen);
    const amounts = splitFrom(stages.minStageFen, priceFen, planned);
    for (const [i, stage] of bid.stages.entries())
      await tx.bidStage.update({ where: { bidId_ord: { bidId, ord: stage.ord } }, data: { amountFen: amounts[i]! } });
    await tx.bid.update({ where: { id: bidId }, data: { priceFen, version: bid.version + 1 } });
    await keepVersion(tx, bidId, now);
  }
  await beginSelection(tx, task, { verb: "fixRanking", actor: byClock }, now);
  const ranked = await tx.bid.findMany({ where: { taskId, rank: { not: null } }, select: { providerId: true, rank: true } });
  for (const { providerId, rank } of ranked) {
    const params = { title: task.title, rank: rank!, count: ranked.length };
    await notifyOrg(tx, providerId, "bid:place", { kind: "tasks.notice.roomClosed", params, href: `/tasks/${taskId}` }, now);
  }
  await signalParties(tx, taskId);
}

import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { lockOwnBid } from "#app/tasks/bidding/lock-bid.server.ts";
import { moveBid } from "#app/tasks/move.server.ts";
import { transact } from "#app/transact.server.ts";

/**
 * After an amendment the provider stands by the same bid. Only for the version that they have read; when the number of stages or the
 * budget no longer fits, the bid must be written anew.
 */
export async function reconfirmBid(viewer: Viewer, bidId: string, taskVersion: number): Promise<void> {
  await transact(async (tx) => {
    const { task, bid, now, actor } = await lockOwnBid(tx, viewer, bidId);
    if (task.state !== "OPEN" || task.closeAt! <= now) throw new Refusal("biddingClosed");
    if (taskVersion !== task.version) throw new Refusal("taskAmended");
    const stages = await tx.taskStage.count({ where: { taskId: task.id } });
    const planned = await tx.bidStage.count({ where: { bidId } });
    if (stages !== planned || (bid.priceFen > task.budgetFen && !task.budgetIsGuide)) throw new Refusal("bidNoLongerFits");
    await moveBid(tx, bid, { verb: "reconfirmBid", to: "SUBMITTED", actor, data: { taskVersion: task.version } }, now);
  });
}

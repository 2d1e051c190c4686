import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { failWithoutBids } from "#app/tasks/award/fail-without-bids.server.ts";
import { rankBids } from "#app/tasks/award/rank-bids.server.ts";
import { lockOwnBid } from "#app/tasks/bidding/lock-bid.server.ts";
import { moveBid } from "#app/tasks/move.server.ts";
import { transact } from "#app/transact.server.ts";

/** Free until the close. Later as well while nothing is offered and no room is announced, but the employer then learns of it. */
export async function withdrawBid(viewer: Viewer, bidId: string): Promise<void> {
  await transact(async (tx) => {
    const { task, bid, now, actor } = await lockOwnBid(tx, viewer, bidId);
    const open = task.state === "OPEN" || task.state === "SELECTION" || (task.state === "QUALIFYING" && task.liveAt === null);
    if (!open) throw new Refusal("wrongState");
    await moveBid(tx, bid, { verb: "withdrawBid", to: "WITHDRAWN", actor, data: { rank: null, fixUntilAt: null } }, now);
    await tx.task.update({ where: { id: task.id }, data: { bidCount: { decrement: 1 } } });
    if (task.state === "OPEN") return;
    const params = { title: task.title, label: bid.label };
    await notifyOrg(
      tx,
      task.employerId,
      "task:manage",
      { kind: "tasks.notice.bidWithdrawn", params, href: `/tasks/${task.id}/select` },
      now,
    );
    if (task.state === "SELECTION") {
      await rankBids(tx, task.id);
      await failWithoutBids(tx, task, "withdrawBid", now);
    }
  });
}

import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { failWithoutBids } from "#app/tasks/award/fail-without-bids.server.ts";
import { rankBids } from "#app/tasks/award/rank-bids.server.ts";
import { lockBid } from "#app/tasks/bidding/lock-bid.server.ts";
import { asEmployer } from "#app/tasks/lock.server.ts";
import { moveBid } from "#app/tasks/move.server.ts";
import { transact } from "#app/transact.server.ts";

/** The employer rules a bid out, with a reason its maker reads. When none is left the tender has failed (T10). */
export async function dropBid(viewer: Viewer, form: { bidId: string; reason: string }): Promise<void> {
  await transact(async (tx) => {
    const { task, bid, now } = await lockBid(tx, form.bidId);
    const actor = asEmployer(viewer, task);
    if (task.state !== "SELECTION") throw new Refusal("wrongState");
    const data = { disqualifyReason: form.reason };
    await moveBid(tx, bid, { verb: "dropBid", to: "DISQUALIFIED", actor, reason: form.reason, data }, now);
    await tx.task.update({ where: { id: task.id }, data: { bidCount: { decrement: 1 } } });
    await rankBids(tx, task.id);
    const params = { title: task.title, reason: form.reason };
    await notifyOrg(tx, bid.providerId, "bid:place", { kind: "tasks.notice.disqualified", params, href: `/tasks/${task.id}` }, now);
    await failWithoutBids(tx, task, "dropBid", now);
  });
}

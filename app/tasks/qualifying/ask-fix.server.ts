import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { lockBid } from "#app/tasks/bidding/lock-bid.server.ts";
import { asEmployer } from "#app/tasks/lock.server.ts";
import { signalParties } from "#app/tasks/move.server.ts";
import { policy } from "#app/tasks/policy.ts";
import { transact } from "#app/transact.server.ts";

/** 补正: once per bidder the employer may ask for a missing or unclear part of the proposal; the answer is due in 24 hours. */
export async function askFix(viewer: Viewer, form: { bidId: string; reason: string }): Promise<void> {
  await transact(async (tx) => {
    const { task, bid, now } = await lockBid(tx, form.bidId);
    asEmployer(viewer, task);
    if (task.state !== "QUALIFYING" || task.liveAt || bid.state !== "SUBMITTED") throw new Refusal("wrongState");
    const subject = `fix:${bid.id}`;
    if ((await tx.notice.count({ where: { subject } })) > 0) throw new Refusal("fixedOnce");
    const fixUntilAt = new Date(now.getTime() + policy.fixMs);
    await tx.bid.update({ where: { id: bid.id }, data: { fixUntilAt, feedback: form.reason } });
    const params = { title: task.title, reason: form.reason, untilAt: fixUntilAt.toISOString() };
    await notifyOrg(
      tx,
      bid.providerId,
      "bid:place",
      { kind: "tasks.notice.fixAsked", params, href: `/tasks/${task.id}/bid`, subject },
      now,
    );
    await signalParties(tx, task.id);
  });
}

import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { keepPoints } from "#app/tasks/award/keep-points.server.ts";
import type { Judgement } from "#app/tasks/bid.ts";
import { lockBid } from "#app/tasks/bidding/lock-bid.server.ts";
import { asEmployer } from "#app/tasks/lock.server.ts";
import { moveBid } from "#app/tasks/move.server.ts";
import { transact } from "#app/transact.server.ts";

/** T6: the employer scores a nameless proposal by the criteria and lets it into the room, or says why not. Until a room is announced it can be judged again. */
export async function judgeBid(viewer: Viewer, form: Judgement): Promise<void> {
  await transact(async (tx) => {
    const { task, bid, now } = await lockBid(tx, form.bidId);
    const actor = asEmployer(viewer, task);
    if (task.state !== "QUALIFYING" || task.liveAt) throw new Refusal("wrongState");
    if (form.verdict === "pass") {
      await keepPoints(tx, task.id, bid.id, form.points);
      await moveBid(tx, bid, { verb: "judgeBid", to: "QUALIFIED", actor, data: { fixUntilAt: null, disqualifyReason: null } }, now);
      return;
    }
    const data = { disqualifyReason: form.reason, fixUntilAt: null };
    await moveBid(tx, bid, { verb: "judgeBid", to: "DISQUALIFIED", actor, reason: form.reason, data }, now);
    await tx.task.update({ where: { id: task.id }, data: { bidCount: { decrement: 1 } } });
    const params = { title: task.title, reason: form.reason };
    await notifyOrg(tx, bid.providerId, "bid:place", { kind: "tasks.notice.disqualified", params, href: `/tasks/${task.id}` }, now);
  });
}

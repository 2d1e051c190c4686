import { returnBond } from "#app/deposits/bonds/return-bond.server.ts";
import { shareBond } from "#app/deposits/bonds/share-bond.server.ts";
import { policy as deposits } from "#app/deposits/policy.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { passOver } from "#app/tasks/award/pass-over.server.ts";
import { asEmployer, lockTask } from "#app/tasks/lock.server.ts";
import { moveTask } from "#app/tasks/move.server.ts";
import { dropRoom } from "#app/tasks/qualifying/drop-room.server.ts";
import { transact } from "#app/transact.server.ts";

/** T18: the employer takes the task back while no award is accepted and no live room runs. Every bidder hears why; with three
 * bids or more half of its bond is theirs. */
export async function cancelTask(viewer: Viewer, taskId: string, reason: string): Promise<void> {
  await transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    const actor = asEmployer(viewer, task);
    await moveTask(tx, task, { verb: "cancelTask", to: "CANCELLED", actor, reason, data: { endReason: reason } }, now);
    if (task.state === "QUALIFYING") await dropRoom(tx, taskId);
    await tx.award.updateMany({ where: { taskId, state: "OFFERED" }, data: { state: "LAPSED", voidedAt: now } });
    const bidders = await passOver(tx, task, now);
    for (const providerId of bidders) {
      const params = { title: task.title, reason };
      await notifyOrg(tx, providerId, "bid:place", { kind: "tasks.notice.cancelled", params, href: `/tasks/${taskId}` }, now);
    }
    const { cancelSharesFrom, cancelShareBps: shareBps } = deposits;
    if (bidders.length < cancelSharesFrom) await returnBond(tx, taskId, { why: "cancelled", actor }, now);
    else await shareBond(tx, taskId, { why: "cancelledLate", actor, orgIds: bidders, shareBps }, now);
  });
}

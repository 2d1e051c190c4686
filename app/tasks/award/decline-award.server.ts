import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { lockAward } from "#app/tasks/award/lock-award.server.ts";
import { offerNext } from "#app/tasks/award/offer-next.server.ts";
import { asProvider } from "#app/tasks/lock.server.ts";
import { moveBid } from "#app/tasks/move.server.ts";
import { transact } from "#app/transact.server.ts";

/** The provider says no; the next standby is asked. */
export async function declineAward(viewer: Viewer, awardId: string, reason: string): Promise<void> {
  await transact(async (tx) => {
    const { task, award, bid, now, open } = await lockAward(tx, awardId);
    const actor = asProvider(viewer, bid);
    if (!open) throw new Refusal("awardGone");
    await tx.award.update({ where: { id: award.id }, data: { state: "DECLINED", answeredAt: now } });
    await moveBid(tx, bid, { verb: "declineAward", to: "DECLINED", actor, reason: reason || null }, now);
    const notice = {
      kind: "tasks.notice.awardDeclined",
      params: { title: task.title, label: bid.label },
      href: `/tasks/${task.id}`,
    } as const;
    await notifyOrg(tx, task.employerId, "task:manage", notice, now);
    await offerNext(tx, task, award.place, "declineAward", actor, now);
  });
}

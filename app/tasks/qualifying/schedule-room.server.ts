import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { fixRecords } from "#app/tasks/award/provider-record.server.ts";
import { rankBids } from "#app/tasks/award/rank-bids.server.ts";
import { scheduleAuction } from "#app/tasks/live/schedule-auction.server.ts";
import { asEmployer, type LockedTask, lockTask } from "#app/tasks/lock.server.ts";
import { moveTask, signalParties } from "#app/tasks/move.server.ts";
import { policy } from "#app/tasks/policy.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

export type RoomPlan = { startAt: Date; minutes: number; show: "RANK_ONLY" | "BEST_SCORE" | "FULL_LADDER" };

/** The employer announces the live room: every bid is judged, two or more passed, and everybody has four hours' notice. */
export async function scheduleRoom(viewer: Viewer, taskId: string, plan: RoomPlan): Promise<void> {
  await transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    const actor = asEmployer(viewer, task);
    if (task.state !== "QUALIFYING" || task.liveAt) throw new Refusal("wrongState");
    if (plan.startAt.getTime() < now.getTime() + policy.roomNoticeMs) throw new Refusal("roomTooSoon", {}, "startAt");
    if (plan.startAt.getTime() > now.getTime() + policy.roomLatestMs) throw new Refusal("roomTooLate", {}, "startAt");
    await announceRoom(tx, task, plan, actor, now);
  });
}

/** Freezes everything of the scores but price, and opens the room's books. The caller holds the task's lock. */
export async function announceRoom(tx: Tx, task: LockedTask, plan: RoomPlan, actor: Actor, now: Date) {
  const waiting = await tx.bid.count({ where: { taskId: task.id, state: "SUBMITTED" } });
  if (waiting > 0) throw new Refusal("judgeAll", { count: waiting });
  const bids = await tx.bid.findMany({ where: { taskId: task.id, state: "QUALIFIED" }, select: { id: true, providerId: true } });
  if (bids.length < 2) throw new Refusal("tooFewQualified");
  await fixRecords(tx, bids);
  await rankBids(tx, task.id);
  await tx.bid.updateMany({ where: { taskId: task.id }, data: { rank: null } });
  await moveTask(tx, task, { verb: "scheduleRoom", to: "QUALIFYING", actor, data: { liveAt: plan.startAt } }, now);
  await scheduleAuction(tx, { taskId: task.id, startAt: plan.startAt, visibility: plan.show, baseMinutes: plan.minutes }, now);
  const params = { title: task.title, startAt: plan.startAt.toISOString() };
  const notice = { kind: "tasks.notice.roomAnnounced", params, href: `/tasks/${task.id}/live` } as const;
  for (const { providerId } of bids) await notifyOrg(tx, providerId, "bid:place", notice, now);
  await notifyOrg(tx, task.employerId, "task:manage", notice, now);
  await signalParties(tx, task.id);
}

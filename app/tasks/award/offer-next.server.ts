import { returnBond } from "#app/deposits/bonds/return-bond.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { beginSelection } from "#app/tasks/award/begin-selection.server.ts";
import { offerAward } from "#app/tasks/award/offer-award.server.ts";
import { hasBegun } from "#app/tasks/award/rest.server.ts";
import { validStates } from "#app/tasks/bid.ts";
import type { LockedTask } from "#app/tasks/lock.server.ts";
import { moveBid, moveTask, signalParties } from "#app/tasks/move.server.ts";
import { policy } from "#app/tasks/policy.ts";
import type { Tx } from "#app/transact.server.ts";
import { type Actor, byClock } from "#app/transition.server.ts";

/** Bids that stand by take part in the choice again. */
export async function rejoin(tx: Tx, task: LockedTask, now: Date) {
  const standing = await tx.bid.findMany({
    where: { taskId: task.id, state: "STANDBY" },
    select: { id: true, state: true, providerId: true, taskId: true },
  });
  const to = task.kind === "TENDER_LIVE" ? "QUALIFIED" : "SUBMITTED";
  for (const bid of standing) await moveBid(tx, bid, { verb: "rejoin", to, actor: byClock }, now);
}

/** After a no: the best standby is offered the task; after two of them the employer chooses anew, or nobody is left and the tender has failed. */
export async function offerNext(tx: Tx, task: LockedTask, place: number, verb: "declineAward" | "lapseAward", actor: Actor, now: Date) {
  const next = await tx.bid.findFirst({
    where: { taskId: task.id, state: "STANDBY", provider: { suspendedAt: null, closedAt: null } },
    orderBy: { rank: "asc" },
  });
  if (next && place < policy.standbys) {
    await moveTask(tx, task, { verb, to: "AWARD_PENDING", actor }, now);
    await offerAward(tx, task, { bid: next, place: place + 1, reason: null, byUserId: null, actor: byClock }, now);
    return;
  }
  if (await hasBegun(tx, task.id)) return stay(tx, task, { verb, actor }, now);
  await rejoin(tx, task, now);
  const left = await tx.bid.count({ where: { taskId: task.id, state: { in: [...validStates] } } });
  if (left > 0) await beginSelection(tx, task, { verb, actor }, now);
  else {
    await moveTask(tx, task, { verb, to: "FAILED", actor, reason: "allDeclined", data: { endReason: "allDeclined" } }, now);
    await returnBond(tx, task.id, { why: "noBids", actor: byClock }, now);
    await notifyOrg(
      tx,
      task.employerId,
      "task:manage",
      { kind: "tasks.notice.noneLeft", params: { title: task.title }, href: `/tasks/${task.id}` },
      now,
    );
  }
  await signalParties(tx, task.id);
}

/** Nobody takes over what an ended contract left: the task stays with that contract, and the employer is told. */
export async function stay(
  tx: Tx,
  task: LockedTask,
  by: { verb: "declineAward" | "lapseAward" | "lapseContracting"; actor: Actor },
  now: Date,
) {
  await moveTask(tx, task, { ...by, to: "CONTRACTING", reason: "restNotTaken" }, now);
  const notice = { kind: "tasks.notice.restNotTaken", params: { title: task.title }, href: `/tasks/${task.id}` } as const;
  await notifyOrg(tx, task.employerId, "task:manage", notice, now);
  await signalParties(tx, task.id);
}

import { db } from "#app/db.server.ts";
import { returnBond } from "#app/deposits/bonds/return-bond.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import { beginSelection } from "#app/tasks/award/begin-selection.server.ts";
import { type LockedTask, lockTask } from "#app/tasks/lock.server.ts";
import { moveBid, moveTask, signalParties } from "#app/tasks/move.server.ts";
import { policy } from "#app/tasks/policy.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

const BATCH = 50;

/** The clock: every task whose bidding has ended. */
export async function closeBidding(now: Date): Promise<number> {
  const due = await db.task.findMany({
    where: { state: "OPEN", closeAt: { lte: now } },
    orderBy: { closeAt: "asc" },
    select: { id: true },
    take: BATCH,
  });
  let done = 0;
  for (const { id } of due) if (await closeOne(id)) done++;
  return done;
}

/**
 * T5, T6, T10: bids that were not confirmed after an amendment lapse; without a valid bid the tender has failed; a sealed one opens for
 * selection; a live one goes to qualifying, or to selection when a single bid is there.
 */
export async function closeOne(taskId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    if (task.state !== "OPEN" || task.closeAt! > now) return false;
    const lapsed = await tx.bid.findMany({
      where: { taskId, state: "NEEDS_RECONFIRM" },
      select: { id: true, state: true, providerId: true, taskId: true },
    });
    for (const bid of lapsed) {
      await moveBid(tx, bid, { verb: "closeBidding", to: "LAPSED", actor: byClock }, now);
      const notice = { kind: "tasks.notice.bidLapsed", params: { title: task.title }, href: `/tasks/${taskId}` } as const;
      await notifyOrg(tx, bid.providerId, "bid:place", notice, now);
    }
    if (lapsed.length > 0) await tx.task.update({ where: { id: taskId }, data: { bidCount: { decrement: lapsed.length } } });
    const valid = await tx.bid.count({ where: { taskId, state: "SUBMITTED" } });
    if (valid === 0) await fail(tx, task, now);
    else if (task.kind === "TENDER_LIVE" && valid >= 2) await qualify(tx, task, valid, now);
    else await beginSelection(tx, task, { verb: "closeBidding", actor: byClock }, now);
    await signalParties(tx, taskId);
    return true;
  }).catch((e) => {
    if (e instanceof Refusal) return false;
    throw e;
  });
}

async function fail(tx: Tx, task: LockedTask, now: Date) {
  await moveTask(tx, task, { verb: "closeBidding", to: "FAILED", actor: byClock, reason: "noBids", data: { endReason: "noBids" } }, now);
  await returnBond(tx, task.id, { why: "noBids", actor: byClock }, now);
  await notifyOrg(
    tx,
    task.employerId,
    "task:manage",
    { kind: "tasks.notice.noBids", params: { title: task.title }, href: `/tasks/${task.id}` },
    now,
  );
}

async function qualify(tx: Tx, task: LockedTask, count: number, now: Date) {
  const qualifyUntilAt = new Date(now.getTime() + policy.qualifyMs);
  await moveTask(tx, task, { verb: "closeBidding", to: "QUALIFYING", actor: byClock, data: { qualifyUntilAt } }, now);
  const params = { title: task.title, count, untilAt: qualifyUntilAt.toISOString() };
  await notifyOrg(tx, task.employerId, "task:manage", { kind: "tasks.notice.qualifying", params, href: `/tasks/${task.id}/qualify` }, now);
}

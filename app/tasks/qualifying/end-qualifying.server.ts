import { db } from "#app/db.server.ts";
import { returnBond } from "#app/deposits/bonds/return-bond.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { beginSelection } from "#app/tasks/award/begin-selection.server.ts";
import { asEmployer, type LockedTask, lockTask } from "#app/tasks/lock.server.ts";
import { moveTask, signalParties } from "#app/tasks/move.server.ts";
import { policy } from "#app/tasks/policy.ts";
import { suggestedStart } from "#app/tasks/qualifying/room-time.ts";
import { announceRoom } from "#app/tasks/qualifying/schedule-room.server.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { type Actor, byClock } from "#app/transition.server.ts";

const BATCH = 30;

/** T8 by the employer, when fewer than two bids passed: the choice is made as in a sealed tender. */
export async function endQualifying(viewer: Viewer, taskId: string): Promise<void> {
  await transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    const actor = asEmployer(viewer, task);
    if (task.state !== "QUALIFYING" || task.liveAt) throw new Refusal("wrongState");
    const counts = await countBids(tx, taskId);
    if (counts.waiting > 0) throw new Refusal("judgeAll", { count: counts.waiting });
    if (counts.passed >= 2) throw new Refusal("roomIsPossible");
    await leave(tx, task, actor, now);
  });
}

/** The clock: 72 hours are over. With every bid judged and two passed the room is announced by itself, else the choice is made as in a sealed tender. */
export async function lapseQualifying(now: Date): Promise<number> {
  const due = await db.task.findMany({
    where: { state: "QUALIFYING", liveAt: null, qualifyUntilAt: { lte: now } },
    select: { id: true },
    take: BATCH,
  });
  let done = 0;
  for (const { id } of due) if (await lapseOne(id)) done++;
  return done;
}

function lapseOne(taskId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    if (task.state !== "QUALIFYING" || task.liveAt || task.qualifyUntilAt! > now) return false;
    const counts = await countBids(tx, taskId);
    if (counts.waiting === 0 && counts.passed >= 2) {
      const plan = { startAt: suggestedStart(now), minutes: policy.roomMinutes.default, show: "BEST_SCORE" } as const;
      await announceRoom(tx, task, plan, byClock, now);
    } else await leave(tx, task, byClock, now);
    return true;
  });
}

async function countBids(tx: Tx, taskId: string) {
  const count = (state: "SUBMITTED" | "QUALIFIED") => tx.bid.count({ where: { taskId, state } });
  return { waiting: await count("SUBMITTED"), passed: await count("QUALIFIED") };
}

async function leave(tx: Tx, task: LockedTask, actor: Actor, now: Date) {
  const { waiting, passed } = await countBids(tx, task.id);
  if (waiting + passed > 0) await beginSelection(tx, task, { verb: "endQualifying", actor }, now);
  else {
    const data = { endReason: "allDropped", qualifyUntilAt: null };
    await moveTask(tx, task, { verb: "endQualifying", to: "FAILED", actor, reason: "allDropped", data }, now);
    await returnBond(tx, task.id, { why: "noBids", actor }, now);
    const notice = { kind: "tasks.notice.noneLeft", params: { title: task.title }, href: `/tasks/${task.id}` } as const;
    await notifyOrg(tx, task.employerId, "task:manage", notice, now);
  }
  await signalParties(tx, task.id);
}

import { allows } from "#app/flow.ts";
import { signal } from "#app/live/live.server.ts";
import { Refusal } from "#app/refusal.ts";
import { type BidState, bidFlow } from "#app/tasks/bid.ts";
import { type TaskState, type TaskVerb, taskFlow } from "#app/tasks/task.ts";
import { afterCommit, type Tx } from "#app/transact.server.ts";
import { type Actor, recordTransition } from "#app/transition.server.ts";
import type { Prisma } from "../../generated/prisma/client.ts";

type TaskMove = { verb: TaskVerb; to: TaskState; actor: Actor; reason?: string | null; data?: Prisma.TaskUncheckedUpdateManyInput };

/** Moves a locked task along its flow: a conditional write, its record, and a signal to the employer's pages. */
export async function moveTask(tx: Tx, task: { id: string; state: TaskState; employerId: string }, move: TaskMove, now: Date) {
  if (!allows(taskFlow, move.verb, task.state)) throw new Refusal("wrongState");
  const { count } = await tx.task.updateMany({ where: { id: task.id, state: task.state }, data: { ...move.data, state: move.to } });
  if (count !== 1) throw new Refusal("wrongState");
  const { verb, to, actor, reason } = move;
  await recordTransition(tx, { entity: "task", entityId: task.id, from: task.state, to, verb, actor, reason: reason ?? null }, now);
  afterCommit(tx, () => signal({ org: task.employerId }, `task:${task.id}`));
}

type MovableBid = { id: string; state: BidState; providerId: string; taskId: string };
type BidMove = {
  verb: keyof typeof bidFlow;
  to: BidState;
  actor: Actor;
  reason?: string | null;
  data?: Prisma.BidUncheckedUpdateManyInput;
};

/** The same for a bid; the caller holds its task's lock. */
export async function moveBid(tx: Tx, bid: MovableBid, move: BidMove, now: Date) {
  if (!allows(bidFlow, move.verb, bid.state)) throw new Refusal("wrongState");
  const { count } = await tx.bid.updateMany({ where: { id: bid.id, state: bid.state }, data: { ...move.data, state: move.to } });
  if (count !== 1) throw new Refusal("wrongState");
  const { verb, to, actor, reason } = move;
  await recordTransition(tx, { entity: "bid", entityId: bid.id, from: bid.state, to, verb, actor, reason: reason ?? null }, now);
  afterCommit(tx, () => signal({ org: bid.providerId }, `task:${bid.taskId}`));
}

/** Tells the pages of everybody who takes part that the task changed. */
export async function signalParties(tx: Tx, taskId: string) {
  const task = await tx.task.findUniqueOrThrow({
    where: { id: taskId },
    select: { employerId: true, bids: { select: { providerId: true }, distinct: ["providerId"], take: 200 } },
  });
  afterCommit(tx, () => {
    for (const org of new Set([task.employerId, ...task.bids.map((b) => b.providerId)])) signal({ org }, `task:${taskId}`);
  });
}

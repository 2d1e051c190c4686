import { allows } from "#app/flow.ts";
import { Refusal } from "#app/refusal.ts";
import { type AuctionState, type AuctionVerb, auctionFlow } from "#app/tasks/live/auction.ts";
import { announceRoom } from "#app/tasks/live/auction-announce.server.ts";
import { afterCommit, appNow, type Tx } from "#app/transact.server.ts";
import { byClock, recordTransition } from "#app/transition.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

/** What happens to a room besides bids, as the replay tells it. */
export type AuctionEventKind = "scheduled" | "delayed" | "lobby" | "started" | "paused" | "resumed" | "aborted" | "closed";

/** Locks the room and reads it; the task's lock, if it is wanted too, is taken before. */
export async function lockAuction(tx: Tx, taskId: string) {
  const [locked] = await tx.$queryRaw<{ id: string }[]>`SELECT "taskId" AS id FROM "Auction" WHERE "taskId" = ${taskId}::uuid FOR UPDATE`;
  if (!locked) throw new Refusal("notFound");
  return { auction: await tx.auction.findUniqueOrThrow({ where: { taskId } }), now: await appNow(tx) };
}
export type LockedAuction = Awaited<ReturnType<typeof lockAuction>>["auction"];

export async function recordEvent(tx: Tx, taskId: string, kind: AuctionEventKind, details: Prisma.InputJsonObject, at: Date) {
  await tx.auctionEvent.create({ data: { taskId, kind, at, details } });
}

type Move = {
  verb: AuctionVerb;
  to: AuctionState;
  event: AuctionEventKind;
  details?: Prisma.InputJsonObject;
  data?: Prisma.AuctionUpdateInput;
  reason?: string;
};

/** Moves a locked room along its flow: a conditional write with the next version, its record, a line of the replay, and word to everybody in it. */
export async function moveAuction(tx: Tx, auction: LockedAuction, move: Move, now: Date): Promise<LockedAuction> {
  const { taskId, state } = auction;
  if (!allows(auctionFlow, move.verb, state)) throw new Refusal("wrongState");
  const moved = await tx.auction.update({ where: { taskId, state }, data: { ...move.data, state: move.to, v: { increment: 1 } } });
  await recordTransition(
    tx,
    { entity: "auction", entityId: taskId, from: state, to: move.to, verb: move.verb, actor: byClock, reason: move.reason ?? null },
    now,
  );
  await recordEvent(tx, taskId, move.event, { round: moved.restarts, ...move.details }, now);
  afterCommit(tx, () => announceRoom(taskId));
  return moved;
}

import { randomUUID } from "node:crypto";
import { db } from "#app/db.server.ts";
import type { Seat } from "#app/tasks/live/auction-seat.server.ts";
import { snapshot } from "#app/tasks/live/auction-snapshot.server.ts";

/** The names behind the labels, once the room has closed; before that the database gives none. */
export async function namesOf(taskId: string): Promise<Record<number, string> | null> {
  const rows = await db.bid.findMany({
    where: { taskId, task: { auction: { state: "CLOSED" } }, label: { in: await labels(taskId) } },
    select: { label: true, provider: { select: { name: true } } },
  });
  return rows.length > 0 ? Object.fromEntries(rows.map((row) => [row.label, row.provider.name])) : null;
}
const labels = async (taskId: string) =>
  (await db.auctionBidder.findMany({ where: { taskId }, select: { label: true } })).map((b) => b.label);

/** Everything the room's page shows from one seat. `accepted` is a sequence number that came back with the address. */
export async function roomPage(taskId: string, seat: Seat, accepted: number | null) {
  const bidId = seat.view === "bidder" ? seat.bidId : null;
  const [{ state, watchers }, task, names, mine] = await Promise.all([
    snapshot(taskId, seat),
    db.task.findUniqueOrThrow({ where: { id: taskId }, select: { id: true, title: true } }),
    namesOf(taskId),
    bidId && accepted !== null
      ? db.auctionBid.findFirst({
          where: { taskId, bidId, seq: accepted },
          orderBy: { round: "desc" },
          select: { seq: true, rank: true, priceFen: true },
        })
      : null,
  ]);
  if (!state) return null;
  return {
    task,
    room: { state, watchers },
    names,
    view: seat.view,
    mayBid: seat.view === "bidder" && seat.mayBid,
    intentId: randomUUID(),
    accepted: mine && { seq: mine.seq, rank: mine.rank, priceFen: String(mine.priceFen) },
  };
}
export type RoomPage = NonNullable<Awaited<ReturnType<typeof roomPage>>>;

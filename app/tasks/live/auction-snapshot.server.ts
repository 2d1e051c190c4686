import { watchersOf } from "#app/tasks/live/auction-announce.server.ts";
import { auctionPolicy } from "#app/tasks/live/auction-policy.ts";
import { readRoom } from "#app/tasks/live/auction-read.server.ts";
import type { Seat } from "#app/tasks/live/auction-seat.server.ts";
import { viewFor } from "#app/tasks/live/auction-views.ts";

/** The whole room from one seat, with its longer log: for a page, for a fresh socket, and after a gap. */
export async function snapshot(taskId: string, seat: Seat) {
  const room = await readRoom(taskId, auctionPolicy.historyLines);
  return { state: room && viewFor(room, seat), watchers: watchersOf(taskId) };
}

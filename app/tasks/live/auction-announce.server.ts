import { randomUUID } from "node:crypto";
import { db } from "#app/db.server.ts";
import { coalesced } from "#app/live/coalesce.ts";
import { io } from "#app/live/live.server.ts";
import { hasNodes } from "#app/live/nodes.server.ts";
import { singleton } from "#app/singleton.server.ts";
import { auctionPolicy } from "#app/tasks/live/auction-policy.ts";
import { readRoom } from "#app/tasks/live/auction-read.server.ts";
import type { Seat } from "#app/tasks/live/auction-seat.server.ts";
import { bidderView, employerView, publicView } from "#app/tasks/live/auction-views.ts";
import { appNow } from "#app/transact.server.ts";

/** One socket room for each thing that may be seen of a live room: nothing is filtered in a browser. */
export const auctionRoom = (taskId: string, seat: Seat) =>
  `auction:${taskId}:${seat.view === "bidder" ? `bidder:${seat.bidId}` : seat.view}`;
const everySeat = (taskId: string, bidIds: readonly string[]) => [
  auctionRoom(taskId, { view: "public" }),
  auctionRoom(taskId, { view: "employer" }),
  ...bidIds.map((bidId) => auctionRoom(taskId, { view: "bidder", bidId, mayBid: false })),
];

type Watching = { here: Map<string, number>; elsewhere: Map<string, { at: number; tasks: Record<string, number> }> };
const watching = singleton("auction-watching", (): Watching => ({ here: new Map(), elsewhere: new Map() }));
const FRESH_MS = 15_000;

/** How many watch a room: this process's sockets and what the others last said. Only ever shown as a number. */
export function watchersOf(taskId: string): number {
  let count = watching.here.get(taskId) ?? 0;
  for (const { at, tasks } of watching.elsewhere.values()) if (performance.now() - at < FRESH_MS) count += tasks[taskId] ?? 0;
  return count;
}

/** Someone came or went. The number itself travels with the next announcement or heartbeat. */
export function watchersChanged(taskId: string, by: 1 | -1) {
  const count = (watching.here.get(taskId) ?? 0) + by;
  if (count > 0) watching.here.set(taskId, count);
  else watching.here.delete(taskId);
}

/** Reads the room once and sends each seat its own view of it. */
async function tell(taskId: string) {
  const room = await readRoom(taskId, auctionPolicy.tailLines);
  if (!room) return;
  const watchers = watchersOf(taskId);
  const send = (seat: Seat, state: object) => io.to(auctionRoom(taskId, seat)).emit("room", { state, watchers });
  send({ view: "public" }, publicView(room));
  send({ view: "employer" }, employerView(room));
  for (const { bidId } of room.bidders) send({ view: "bidder", bidId, mayBid: false }, bidderView(room, bidId));
}

const tellSoon = singleton("auction-announce", () =>
  coalesced(
    (taskId) => auctionPolicy.tellEveryMs(watchersOf(taskId)),
    tell,
    (error) => console.error("announce", error),
  ),
);

/** The room changed: its watchers are told, together with whatever else changes within a tenth of a second. After the commit. */
export function announceRoom(taskId: string) {
  // Only another process could have watchers that this one doesn't know of.
  if (hasNodes() || watching.here.has(taskId)) tellSoon(taskId);
}

const node = randomUUID();
/** From another process: how many watch there. */
export function heardWatchers(from: string, tasks: Record<string, number>) {
  watching.elsewhere.set(from, { at: performance.now(), tasks });
}

/** Every five seconds each watched room hears the time, its version (whoever missed an announcement asks for the state) and the number of watchers. */
export async function beat(): Promise<void> {
  if (hasNodes()) io.serverSideEmit("watchers", node, Object.fromEntries(watching.here));
  const taskIds = [...watching.here.keys()];
  if (taskIds.length === 0) return;
  const [now, rooms] = await Promise.all([
    appNow(),
    db.auction.findMany({ where: { taskId: { in: taskIds } }, select: { taskId: true, v: true, bidders: { select: { bidId: true } } } }),
  ]);
  for (const { taskId, v, bidders } of rooms) {
    const seats = everySeat(
      taskId,
      bidders.map((b) => b.bidId),
    );
    io.local.to(seats).emit("beat", { taskId, v, serverNow: now.getTime(), watchers: watchersOf(taskId) });
  }
}

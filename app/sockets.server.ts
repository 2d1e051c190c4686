import { randomUUID } from "node:crypto";
import type { Server as HttpServer } from "node:http";
import { fromNodeHeaders } from "better-auth/node";
import type { Socket } from "socket.io";
import { z } from "zod";
import { beatCampaigns, campaignRoom, isCampaignRoom, publicState } from "#app/campaigns/showing/announce.server.ts";
import { env } from "#app/env.server.ts";
import { Allowance } from "#app/live/allowance.ts";
import { io, roomOf } from "#app/live/live.server.ts";
import { joinNodes, leaveNodes } from "#app/live/nodes.server.ts";
import { log } from "#app/log.server.ts";
import { viewerOf } from "#app/people/auth.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { requestContext } from "#app/request.server.ts";
import { singleton } from "#app/singleton.server.ts";
import { LiveBidMessage } from "#app/tasks/live/auction.ts";
import { auctionRoom, beat, heardWatchers, watchersChanged } from "#app/tasks/live/auction-announce.server.ts";
import { type Seat, seatOf } from "#app/tasks/live/auction-seat.server.ts";
import { snapshot } from "#app/tasks/live/auction-snapshot.server.ts";
import { placeBid } from "#app/tasks/live/place-bid.server.ts";

/**
 * The door of live people: event -> what it does, one table. Who is asking is read from the session cookie and read again by a timer;
 * a client never names a room: it names what it wants to see, and joins what the database says it may.
 */
type Live = { viewer: Viewer | null; headers: Headers; address: string; seats: Map<string, Seat>; complained: boolean };
type LiveSocket = Socket<Record<string, never>, Record<string, never>, Record<string, never>, Live>;
type Event = { schema: z.ZodType; burst: number; perSecond: number; act: (socket: LiveSocket, message: never) => Promise<object> };
const event = <S extends z.ZodType>(
  schema: S,
  burst: number,
  perSecond: number,
  act: (socket: LiveSocket, message: z.output<S>) => Promise<object>,
): Event => ({
  schema,
  burst,
  perSecond,
  act: act as Event["act"],
});

const Task = z.strictObject({ task: z.uuid() });
const Campaign = z.strictObject({ campaign: z.uuid() });
/** A page shows one room; a few more are a person with several tabs on one socket, which there isn't. */
const ROOMS_PER_SOCKET = 4;

const events: Record<string, Event> = {
  watch: event(Task, 10, 1, async (socket, { task }) => {
    if (!socket.data.seats.has(task) && socket.data.seats.size >= ROOMS_PER_SOCKET) throw new Refusal("tooMany", { seconds: 60 });
    const seat = await seatOf(socket.data.viewer, task);
    if (!seat) throw new Refusal("notFound");
    await take(socket, task, seat);
    return await snapshot(task, seat);
  }),
  leave: event(Task, 10, 1, async (socket, { task }) => {
    leave(socket, task);
    return {};
  }),
  resync: event(Task, 5, 0.5, async (socket, { task }) => {
    const seat = socket.data.seats.get(task);
    if (!seat) throw new Refusal("notFound");
    return await snapshot(task, seat);
  }),
  bid: event(LiveBidMessage, 100, 20, async (socket, { task, ...bid }) => {
    if (!socket.data.viewer) throw new Refusal("signInFirst");
    const seat = socket.data.seats.get(task) ?? (await seatOf(socket.data.viewer, task));
    if (seat?.view !== "bidder" || !seat.mayBid) throw new Refusal("notAllowed");
    return { answer: await placeBid(task, seat.bidId, bid) };
  }),
  // Again by whoever missed something: the answer is the whole public state. Joined before it is read, so that nothing falls between.
  watchCampaign: event(Campaign, 10, 1, async (socket, { campaign }) => {
    const room = campaignRoom(campaign);
    if (!socket.rooms.has(room) && [...socket.rooms].filter(isCampaignRoom).length >= ROOMS_PER_SOCKET)
      throw new Refusal("tooMany", { seconds: 60 });
    await socket.join(room);
    const state = await publicState(campaign);
    if (state) return { state };
    await socket.leave(room);
    throw new Refusal("notFound");
  }),
  leaveCampaign: event(Campaign, 10, 1, async (socket, { campaign }) => {
    await socket.leave(campaignRoom(campaign));
    return {};
  }),
};

async function take(socket: LiveSocket, task: string, seat: Seat) {
  leave(socket, task);
  socket.data.seats.set(task, seat);
  watchersChanged(task, 1);
  await socket.join(auctionRoom(task, seat));
}

function leave(socket: LiveSocket, task: string) {
  const seat = socket.data.seats.get(task);
  if (!seat) return;
  socket.data.seats.delete(task);
  void socket.leave(auctionRoom(task, seat));
  watchersChanged(task, -1);
}

/** The address as far as the proxies in front may be believed. */
function addressOf(socket: LiveSocket) {
  const told = String(socket.handshake.headers["x-forwarded-for"] ?? "").split(",");
  return (env.TRUST_PROXY_HOPS > 0 && told.at(-env.TRUST_PROXY_HOPS)?.trim()) || socket.handshake.address;
}

/** The rooms of who someone is; the rooms of what they watch are kept by `watch`. */
function admit(socket: LiveSocket, viewer: Viewer | null) {
  socket.data.viewer = viewer;
  const mine = viewer
    ? [
        roomOf({ user: viewer.userId }),
        ...viewer.orgs.map((org) => roomOf({ org: org.id })),
        ...(viewer.operator ? [roomOf({ operators: true })] : []),
      ]
    : [];
  for (const room of socket.rooms) if (/^(user:|org:|operators$)/.test(room) && !mine.includes(room)) void socket.leave(room);
  void socket.join(mine);
}

async function answer(socket: LiveSocket, name: string, { schema, act }: Event, message: unknown): Promise<object> {
  const parsed = schema.safeParse(message);
  if (!parsed.success) {
    if (!socket.data.complained)
      log.warn({ event: name, address: socket.data.address, issues: parsed.error.issues.length }, "unreadable socket message");
    socket.data.complained = true;
    return { ok: false, refusal: { code: "unreadable", params: {} } };
  }
  try {
    return { ok: true, ...(await act(socket, parsed.data as never)) };
  } catch (e) {
    if (e instanceof Refusal) return { ok: false, refusal: { code: e.code, params: e.params } };
    const requestId = requestContext.getStore()?.requestId;
    console.error(`socket ${name} ${requestId}`, e);
    return { ok: false, refusal: { code: "unreadable", params: { requestId: requestId ?? "" } } };
  }
}

function listen(socket: LiveSocket) {
  const allowances = new Map(Object.entries(events).map(([name, e]) => [name, new Allowance(e.burst, e.perSecond)]));
  socket.use(([name, message, ack], next) => {
    const found = events[name as string];
    const reply = typeof ack === "function" ? (ack as (a: object) => void) : () => undefined;
    if (!found) return socket.disconnect(true);
    if (!allowances.get(name as string)?.take()) return reply({ ok: false, refusal: { code: "tooMany", params: { seconds: 1 } } });
    requestContext.run({ requestId: randomUUID(), address: socket.data.address }, () => {
      void answer(socket, name as string, found, message).then(reply);
    });
    next();
  });
  socket.on("disconnecting", () => {
    for (const task of socket.data.seats.keys()) leave(socket, task);
  });
}

/** Sessions end and roles change while a socket stands: each is read again this often. */
const RECHECK_MS = 60_000;
async function recheck() {
  const bySession = Map.groupBy(io.of("/").sockets.values() as Iterable<LiveSocket>, (s) => s.data.headers.get("cookie") ?? "");
  bySession.delete("");
  for (const sockets of bySession.values()) {
    const viewer = await viewerOf(sockets[0]!.data.headers).catch(() => undefined);
    if (viewer === undefined) continue; // the database is away: nothing is known, nothing changes
    for (const socket of sockets) {
      if (socket.data.viewer && viewer?.userId !== socket.data.viewer.userId) socket.disconnect(true);
      else await renew(socket, viewer);
    }
  }
}

async function renew(socket: LiveSocket, viewer: Viewer | null) {
  admit(socket, viewer);
  for (const [task, seat] of socket.data.seats) {
    const now = await seatOf(viewer, task);
    if (JSON.stringify(now) === JSON.stringify(seat)) continue;
    if (now) await take(socket, task, now);
    else leave(socket, task);
  }
}

/** What a slow client has not read yet is bounded: beyond this it is closed, comes back and takes the whole state once. */
const UNSENT_MAX = 10;
const SWEEP_MS = 1000;
function sweep() {
  for (const socket of io.of("/").sockets.values()) {
    const { conn } = socket as unknown as { conn: { writeBuffer: unknown[] } };
    if (conn.writeBuffer.length > UNSENT_MAX) socket.disconnect(true);
  }
}

const BEAT_MS = 5000;
const door = singleton("sockets-door", () => ({ open: false, timers: [] as NodeJS.Timeout[] }));

/** Opens the door on a server. */
export function attachSockets(server: HttpServer) {
  if (!door.open) {
    door.open = true;
    io.use(async (socket, next) => {
      const headers = fromNodeHeaders(socket.request.headers);
      const live: Live = { viewer: null, headers, address: addressOf(socket as LiveSocket), seats: new Map(), complained: false };
      Object.assign(socket.data, live);
      try {
        if (headers.has("cookie")) socket.data.viewer = await viewerOf(headers);
        next();
      } catch (e) {
        console.error("socket session", e);
        next(new Error("unavailable"));
      }
    });
    io.on("watchers", heardWatchers);
    io.on("connection", (socket) => {
      admit(socket as LiveSocket, socket.data.viewer);
      listen(socket as LiveSocket);
    });
  }
  joinNodes();
  const every = (ms: number, run: () => unknown) =>
    setInterval(() => void Promise.resolve(run()).catch((e) => console.error("sockets", e)), ms).unref();
  for (const timer of door.timers.splice(0)) clearInterval(timer);
  door.timers.push(every(RECHECK_MS, recheck), every(SWEEP_MS, sweep), every(BEAT_MS, beat), every(BEAT_MS, beatCampaigns));
  io.attach(server, { destroyUpgrade: false });
}

/** Closes every socket and the links between servers. */
export async function detachSockets() {
  for (const timer of door.timers.splice(0)) clearInterval(timer);
  io.disconnectSockets(true);
  await leaveNodes();
}

export { io, recheck };

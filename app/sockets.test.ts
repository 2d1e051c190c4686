import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { io as connect, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { db } from "#app/db.server.ts";
import { disconnectPerson, io, signal } from "#app/live/live.server.ts";
import { log } from "#app/log.server.ts";
import { company, type Known, person, sessionCookie } from "#app/people/fixtures.ts";
import { attachSockets, detachSockets, recheck } from "#app/sockets.server.ts";
import { beat } from "#app/tasks/live/auction-announce.server.ts";
import type { RoomState } from "#app/tasks/live/auction-views.ts";
import { type LiveRoom, liveRoom, travelTo } from "#app/tasks/live/fixtures.ts";
import { placeBid } from "#app/tasks/live/place-bid.server.ts";
import { closeAuctions } from "#app/tasks/live/run-auction.server.ts";

const server = createServer();
let url = "";
const opened: Socket[] = [];
beforeAll(async () => {
  attachSockets(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  for (const socket of opened) socket.disconnect();
  await detachSockets();
  await io.close();
});

type Ears = Socket & { said: string[] };
/** A browser's socket: everything that reaches it is kept as text. */
async function browser(who?: Known | null, headers: Record<string, string> = {}): Promise<Ears> {
  const cookie: Record<string, string> = who ? { cookie: await sessionCookie(who) } : {};
  const socket = connect(url, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    extraHeaders: { ...cookie, ...headers },
  }) as Ears;
  socket.said = [];
  opened.push(socket);
  socket.onAny((name, ...args) => socket.said.push(JSON.stringify([name, ...args])));
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("connect_error", reject));
  return socket;
}
async function ask(socket: Ears, event: string, message: object) {
  const answer = await socket.timeout(5000).emitWithAck(event, message);
  socket.said.push(JSON.stringify(answer));
  return answer;
}
const heard = <T>(socket: Socket, event: string, fits: (message: T) => boolean = () => true) =>
  new Promise<T>((resolve) => {
    const listen = (message: T) => {
      if (!fits(message)) return;
      socket.off(event, listen);
      resolve(message);
    };
    socket.on(event, listen);
  });
type Heard = { state: RoomState };
const bidMessage = (task: string, price: string, more = {}) => ({
  task,
  price,
  intentId: crypto.randomUUID(),
  confirm: "",
  expectV: "",
  ...more,
});
const bid = (yuan: number) => ({ price: BigInt(yuan * 100), intentId: crypto.randomUUID(), confirm: undefined, expectV: undefined });

describe("the door", () => {
  test("a page of another site gets no socket", async () => {
    await expect(browser(null, { origin: "https://evil.example" })).rejects.toThrow();
    await expect(browser(null, { origin: url })).resolves.toBeTruthy();
    await expect(browser(null, { origin: "http://localhost:3000" })).resolves.toBeTruthy();
  });

  test("signals reach the person, the organisation's members, and nobody else", async () => {
    const [a, b] = [await company(), await person()];
    const [mine, other] = [await browser(a), await browser(b)];
    const told = [heard(mine, "signal"), heard(mine, "signal", (t) => t === "task:1")];
    signal({ user: a.userId }, "notices");
    signal({ org: a.orgId }, "task:1");
    signal({ operators: true }, "desk");
    expect(await Promise.all(told)).toEqual(["notices", "task:1"]);
    const last = heard(other, "signal");
    signal({ user: b.userId }, "end");
    expect(await last).toBe("end");
    expect(other.said).toEqual(['["signal","end"]']);
    expect(mine.said.join()).not.toContain("desk");
  });

  test("what can't be read is refused and logged once; what has no name ends the socket; too much is refused", async () => {
    const warn = vi.spyOn(log, "warn");
    const socket = await browser();
    const refused = { ok: false, refusal: { code: "unreadable", params: {} } };
    expect(await ask(socket, "watch", { task: "x" })).toEqual(refused);
    expect(await ask(socket, "watch", { task: crypto.randomUUID(), room: "operators" })).toEqual(refused);
    expect(await ask(socket, "bid", bidMessage(crypto.randomUUID(), "1e3"))).toEqual(refused);
    expect(warn.mock.calls.filter(([, text]) => text === "unreadable socket message")).toHaveLength(1);
    expect(await ask(socket, "watch", { task: crypto.randomUUID() })).toMatchObject({ ok: false, refusal: { code: "notFound" } });
    const many = await Promise.all(Array.from({ length: 12 }, () => ask(socket, "leave", { task: crypto.randomUUID() })));
    expect(many.some((a) => a.refusal?.code === "tooMany")).toBe(true);
    const gone = new Promise((resolve) => socket.once("disconnect", resolve));
    socket.emit("join", "operators");
    expect(await gone).toBe("io server disconnect");
  });

  test("a socket ends with its session", async () => {
    const known = await person();
    const [socket, again] = [await browser(known), await browser(known)];
    const gone = [socket, again].map((s) => new Promise((resolve) => s.once("disconnect", resolve)));
    await db.session.deleteMany({ where: { userId: known.userId } });
    await recheck();
    expect(await Promise.all(gone)).toEqual(["io server disconnect", "io server disconnect"]);
    const other = await browser(await person());
    expect(other.connected).toBe(true);
    const next = await person();
    const third = await browser(next);
    const left = new Promise((resolve) => third.once("disconnect", resolve));
    disconnectPerson(next.userId);
    expect(await left).toBe("io server disconnect");
  });
});

describe("a live room", () => {
  const seats = async (room: LiveRoom) => {
    const [spectator, employer, first, second] = [
      await browser(),
      await browser(room.employer),
      await browser(room.bidders[0]),
      await browser(room.bidders[1]),
    ];
    const all = { spectator, employer, first, second };
    const snapshots = await Promise.all(Object.values(all).map((socket) => ask(socket, "watch", { task: room.taskId })));
    return { ...all, snapshots };
  };

  test.each(["RANK_ONLY", "BEST_SCORE", "FULL_LADDER"] as const)(
    "%s: nobody is sent more than their seat, and no name before the close",
    async (show) => {
      const room = await liveRoom({ prices: [19_000, 18_500, 18_000], set: { intervalMs: 0, visibility: show } });
      const { spectator, employer, first, second, snapshots } = await seats(room);
      expect(snapshots.map((s) => [s.ok, s.state.view])).toEqual([
        [true, "public"],
        [true, "employer"],
        [true, "bidder"],
        [true, "bidder"],
      ]);
      const everybody = [spectator, employer, first, second].map((s) => heard<Heard>(s, "room", (m) => m.state.bids === 2));
      expect(await ask(first, "bid", bidMessage(room.taskId, "17,000"))).toMatchObject({
        ok: true,
        answer: { ok: true, seq: 1, priceFen: 1_700_000 },
      });
      expect(await ask(second, "bid", bidMessage(room.taskId, "16660"))).toMatchObject({ ok: true, answer: { ok: true, seq: 2, rank: 1 } });
      const [pub, emp, one, two] = (await Promise.all(everybody)).map((m) => m.state) as [RoomState, RoomState, RoomState, RoomState];
      await beat();
      // The employer sees every price; a bidder their own row; the public what the room shows.
      expect(emp.ladder?.map((r) => r.priceFen)).toContain(1_666_000);
      expect(one.own).toMatchObject({ label: 1, priceFen: 1_700_000 });
      expect(two.own).toMatchObject({ label: 2, rank: 1, priceFen: 1_666_000 });
      expect([pub.own, emp.own]).toEqual([undefined, undefined]);
      expect(pub.ladder !== undefined).toBe(show === "FULL_LADDER");
      expect(pub.leaderMilli !== undefined).toBe(show !== "RANK_ONLY");
      const shown = show === "FULL_LADDER";
      expect(spectator.said.join().includes("1666000")).toBe(shown);
      expect(first.said.join().includes("1666000")).toBe(shown);
      expect(second.said.join().includes("1700000")).toBe(shown);
      // No seat has heard a name, an organisation, or another bid's id.
      for (const ears of [spectator, employer, first, second]) {
        const text = ears.said.join();
        for (const b of room.bidders)
          for (const secret of [b.viewer.name, b.userId, b.orgId, b.email, b.bidId]) expect(text).not.toContain(secret);
        expect(text).toContain('"v":');
      }
      const closed = heard<Heard>(spectator, "room", (m) => m.state.phase === "CLOSED");
      await closeAuctions(await travelTo(new Date((await db.auction.findUniqueOrThrow({ where: { taskId: room.taskId } })).endAt)));
      expect((await closed).state.phase).toBe("CLOSED");
    },
  );

  test("only a bidder bids: not a visitor, not the employer, not for another's row", async () => {
    const room = await liveRoom({ prices: [19_000, 18_500] });
    const { spectator, employer } = await seats(room);
    const stranger = await browser(await person());
    expect(await ask(spectator, "bid", bidMessage(room.taskId, "17000"))).toMatchObject({ ok: false, refusal: { code: "signInFirst" } });
    expect(await ask(employer, "bid", bidMessage(room.taskId, "17000"))).toMatchObject({ ok: false, refusal: { code: "notAllowed" } });
    expect(await ask(stranger, "bid", bidMessage(room.taskId, "17000"))).toMatchObject({ ok: false, refusal: { code: "notAllowed" } });
    expect(await ask(stranger, "bid", { ...bidMessage(room.taskId, "17000"), bidId: room.bidders[0]!.bidId })).toMatchObject({
      ok: false,
      refusal: { code: "unreadable" },
    });
    expect(await db.auctionBid.count({ where: { taskId: room.taskId } })).toBe(0);
  });

  test("by invitation only: a stranger's room is not there", async () => {
    const guests = [await person(), await person()];
    const room = await liveRoom({ prices: [19_000, 18_500] });
    await db.task.update({ where: { id: room.taskId }, data: { visibility: "INVITED" } });
    await db.taskInvite.create({ data: { taskId: room.taskId, orgId: guests[1]!.orgId, at: new Date(0) } });
    const [out, visitor, invited, bidder] = [
      await browser(guests[0]),
      await browser(),
      await browser(guests[1]),
      await browser(room.bidders[0]),
    ];
    for (const socket of [out, visitor])
      expect(await ask(socket, "watch", { task: room.taskId })).toMatchObject({ ok: false, refusal: { code: "notFound" } });
    for (const socket of [invited, bidder]) expect(await ask(socket, "watch", { task: room.taskId })).toMatchObject({ ok: true });
  });

  test("whoever was away gets what they missed; the version never goes back", async () => {
    const room = await liveRoom({ prices: [19_000, 18_500], set: { intervalMs: 0, minStepFen: 100n } });
    const first = await browser(room.bidders[0]);
    const before = await ask(first, "watch", { task: room.taskId });
    first.disconnect();
    for (let i = 1; i <= 30; i++) await placeBid(room.taskId, room.bidders[i % 2]!.bidId, bid(18_000 - i * 50));
    const again = await browser(room.bidders[0]);
    const missed = await ask(again, "watch", { task: room.taskId });
    expect(missed.state.v).toBe(before.state.v + 30);
    expect(missed.state.lines.map((l: { seq: number }) => l.seq)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    const versions: number[] = [];
    again.on("room", (m: Heard) => versions.push(m.state.v));
    const end = heard<Heard>(again, "room", (m) => m.state.bids === 45);
    await Promise.all(Array.from({ length: 15 }, (_, i) => placeBid(room.taskId, room.bidders[i % 2]!.bidId, bid(16_000 - i * 50))));
    expect((await end).state.v).toBe(missed.state.v + 15);
    expect([...versions].sort((a, b) => a - b)).toEqual(versions);
    expect((await ask(again, "resync", { task: room.taskId })).state.v).toBeGreaterThanOrEqual(versions.at(-1)!);
  });

  test("two hundred bids in a burst are told in a few announcements, the last of them whole", async () => {
    const room = await liveRoom({ prices: [19_900, 19_890], set: { intervalMs: 0, minStepFen: 100n, maxFailures: 1000 } });
    const spectator = await browser();
    await ask(spectator, "watch", { task: room.taskId });
    const states: RoomState[] = [];
    spectator.on("room", (m: Heard) => states.push(m.state));
    const all = heard<Heard>(spectator, "room", (m) => m.state.bids === 200);
    await Promise.all(Array.from({ length: 200 }, (_, i) => placeBid(room.taskId, room.bidders[i % 2]!.bidId, bid(19_800 - i * 3))));
    const last = (await all).state;
    expect(last.bids).toBe(200);
    expect(states.length).toBeLessThan(100);
    expect(last.leaderMilli).toBe((await db.auction.findUniqueOrThrow({ where: { taskId: room.taskId } })).leaderMilli);
  });

  test("watchers are counted, come and go", async () => {
    const room = await liveRoom({ prices: [19_000, 18_500] });
    const one = await browser();
    expect((await ask(one, "watch", { task: room.taskId })).watchers).toBe(1);
    const two = await browser(room.bidders[0]);
    expect((await ask(two, "watch", { task: room.taskId })).watchers).toBe(2);
    const fewer = heard<{ watchers: number }>(one, "beat", (b) => b.watchers === 1);
    const gone = new Promise<void>((resolve) =>
      io
        .of("/")
        .sockets.get(two.id!)!
        .once("disconnect", () => resolve()),
    );
    two.disconnect();
    await gone;
    await beat();
    expect((await fewer).watchers).toBe(1);
  });
});

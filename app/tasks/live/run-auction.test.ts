import pg from "pg";
import { expect, test } from "vitest";
import { tick } from "#app/clock.server.ts";
import { db } from "#app/db.server.ts";
import { auctionFlow, auctionStates } from "#app/tasks/live/auction.ts";
import { liveRoom, travelTo } from "#app/tasks/live/fixtures.ts";
import { placeBid } from "#app/tasks/live/place-bid.server.ts";
import { namesOf } from "#app/tasks/live/room-page.server.ts";
import { closeAuctions, startAuctions } from "#app/tasks/live/run-auction.server.ts";
import { appNow } from "#app/transact.server.ts";

const room = (taskId: string) => db.auction.findUniqueOrThrow({ where: { taskId }, include: { bidders: { orderBy: { label: "asc" } } } });
const after = (at: Date, ms: number) => new Date(at.getTime() + ms);
const minute = 60_000;
const bid = (yuan: number) => ({ price: BigInt(yuan * 100), intentId: crypto.randomUUID(), confirm: undefined, expectV: undefined });

/** Nothing ran for so long, in real time: the last run of the clock lies further back, with the offset as it is. */
async function standStill(ms: number) {
  const client = new pg.Client({ connectionString: process.env.OWNER_DATABASE_URL });
  await client.connect();
  await client.query(
    `UPDATE "AppClock" SET "tickAt" = app_now() - $1 * interval '1 millisecond', "tickOffsetMs" = "offsetMs" WHERE id = 1`,
    [ms],
  );
  await client.end();
}

test("every state of a room but the last has a way on, and the last has none", () => {
  for (const state of auctionStates) {
    const ways = Object.entries(auctionFlow).filter(([, move]) =>
      ([] as string[])
        .concat(move.from as string)
        .flat()
        .includes(state),
    );
    expect(ways.length > 0, state).toBe(state !== "CLOSED");
  }
});

test("a room opens its lobby, starts, closes, fixes the ranking and gives out the names", async () => {
  const { taskId, bidders, startAt, employer } = await liveRoom({ prices: [19_000, 18_500], until: "scheduled" });
  await tick();
  expect((await room(taskId)).state).toBe("SCHEDULED");
  await travelTo(after(startAt, -10 * minute));
  await tick();
  expect((await room(taskId)).state).toBe("LOBBY");
  expect(await db.notice.count({ where: { kind: "live.notice.lobby", userId: { in: bidders.map((b) => b.userId) } } })).toBe(2);
  expect(await placeBid(taskId, bidders[0]!.bidId, bid(17_000))).toMatchObject({ ok: false, code: "CLOSED" });
  await travelTo(startAt);
  await tick();
  const running = await room(taskId);
  expect([running.state, running.endAt]).toEqual(["RUNNING", after(startAt, 30 * minute)]);
  expect((await db.task.findUniqueOrThrow({ where: { id: taskId } })).state).toBe("LIVE");
  expect(await placeBid(taskId, bidders[0]!.bidId, bid(17_000))).toMatchObject({ ok: true, seq: 1, rank: 1 });
  expect(await namesOf(taskId)).toBeNull();
  await travelTo(running.endAt);
  await tick();
  expect((await room(taskId)).state).toBe("CLOSED");
  expect((await db.task.findUniqueOrThrow({ where: { id: taskId } })).state).toBe("SELECTION");
  const won = await db.bid.findUniqueOrThrow({ where: { id: bidders[0]!.bidId }, include: { stages: true } });
  expect([won.priceFen, won.rank]).toEqual([1_700_000n, 1]);
  expect(won.stages.reduce((sum, s) => sum + s.amountFen, 0n)).toBe(1_700_000n);
  expect(await namesOf(taskId)).toEqual({ 1: "投标者1", 2: "投标者2" });
  expect(await db.auctionEvent.findMany({ where: { taskId }, orderBy: { id: "asc" }, select: { kind: true } })).toEqual(
    ["scheduled", "lobby", "started", "closed"].map((kind) => ({ kind })),
  );
  expect(employer.orgId).toBeTruthy();
});

test("twenty clocks at once start and close a room once", async () => {
  const { taskId, startAt } = await liveRoom({ prices: [19_000, 18_500], until: "lobby" });
  const now = await travelTo(startAt);
  const started = await Promise.all(Array.from({ length: 20 }, () => startAuctions(now)));
  expect(started.reduce((a, b) => a + b)).toBe(1);
  const end = await travelTo((await room(taskId)).endAt);
  const closed = await Promise.all(Array.from({ length: 20 }, () => closeAuctions(end)));
  expect(closed.reduce((a, b) => a + b)).toBe(1);
  expect(await db.transition.count({ where: { entity: "auction", entityId: taskId } })).toBe(3);
});

test("a start that was missed gives a minute's notice and the whole length", async () => {
  const { taskId, startAt } = await liveRoom({ prices: [19_000, 18_500], until: "scheduled" });
  await travelTo(after(startAt, 3 * 24 * 60 * minute));
  await tick();
  const late = await room(taskId);
  const now = await appNow();
  expect(late.state).not.toBe("RUNNING");
  expect(late.startAt.getTime() - now.getTime()).toBeGreaterThan(50_000);
  expect(late.endAt.getTime() - late.startAt.getTime()).toBe(30 * minute);
  await travelTo(late.startAt);
  await tick();
  expect((await room(taskId)).state).toBe("RUNNING");
});

test("an outage stops the room's clock; it goes on a minute later with what was left", async () => {
  const { taskId, bidders, startAt } = await liveRoom({ prices: [19_000, 18_500] });
  await travelTo(after(startAt, 10 * minute));
  await tick();
  await travelTo(after(startAt, 10 * minute + 20_000));
  await standStill(20_000);
  const before = await room(taskId);
  await tick();
  const paused = await room(taskId);
  expect(paused.state).toBe("PAUSED");
  expect(paused.v).toBeGreaterThan(before.v);
  expect(Math.abs(paused.pausedAt!.getTime() - after(startAt, 10 * minute).getTime())).toBeLessThan(5000);
  expect(await placeBid(taskId, bidders[0]!.bidId, bid(17_000))).toMatchObject({ ok: false, code: "CLOSED" });
  expect(paused.resumeAt!.getTime() - (await appNow()).getTime()).toBeGreaterThan(55_000);
  await tick();
  expect((await room(taskId)).state).toBe("PAUSED");
  const at = await travelTo(paused.resumeAt!);
  await tick();
  const resumed = await room(taskId);
  expect([resumed.state, resumed.pausedAt, resumed.resumeAt]).toEqual(["RUNNING", null, null]);
  const left = before.endAt.getTime() - paused.pausedAt!.getTime();
  expect(Math.abs(resumed.endAt.getTime() - at.getTime() - left)).toBeLessThan(5000);
  expect(resumed.hardEndAt.getTime() - before.hardEndAt.getTime()).toBe(resumed.endAt.getTime() - before.endAt.getTime());
  expect(await placeBid(taskId, bidders[0]!.bidId, bid(17_000))).toMatchObject({ ok: true });
});

test("a room whose end fell into the outage isn't closed by it and has three minutes left", async () => {
  const { taskId, startAt } = await liveRoom({ prices: [19_000, 18_500] });
  const { endAt } = await room(taskId);
  await travelTo(after(endAt, 10_000));
  await standStill(40_000);
  await tick();
  const paused = await room(taskId);
  expect(paused.state).toBe("PAUSED");
  const at = await travelTo(paused.resumeAt!);
  await tick();
  const left = (await room(taskId)).endAt.getTime() - at.getTime();
  expect(left).toBeGreaterThan(3 * minute - 2000);
  expect(left).toBeLessThan(3 * minute + 5000);
  expect(startAt < endAt).toBe(true);
});

test("time travel is no outage", async () => {
  const { taskId, startAt } = await liveRoom({ prices: [19_000, 18_500] });
  await tick();
  await travelTo(after(startAt, 20 * minute));
  await tick();
  expect((await room(taskId)).state).toBe("RUNNING");
  await travelTo(after(startAt, 24 * 60 * minute));
  await tick();
  expect((await room(taskId)).state).toBe("CLOSED");
});

test("a long outage voids the round: opening prices stand again, a new round begins two hours later on the same chain", async () => {
  const { taskId, bidders, startAt } = await liveRoom({ prices: [19_000, 18_500], set: { intervalMs: 0 } });
  await placeBid(taskId, bidders[0]!.bidId, bid(17_000));
  await placeBid(taskId, bidders[1]!.bidId, bid(16_500));
  const before = await room(taskId);
  await travelTo(after(startAt, 5 * minute));
  await standStill(121_000);
  await tick();
  const again = await room(taskId);
  expect([again.state, again.restarts, again.seq, again.extensions]).toEqual(["SCHEDULED", 1, 0, 0]);
  expect(again.v).toBeGreaterThan(before.v);
  expect(again.bidders.map((b) => [b.priceFen, b.lastSeq])).toEqual([
    [1_900_000n, 0],
    [1_850_000n, 0],
  ]);
  expect(again.startAt.getTime() - (await appNow()).getTime()).toBeGreaterThanOrEqual(120 * minute - 2000);
  expect(again.headHash).not.toBe(before.headHash);
  expect(await db.auctionBid.count({ where: { taskId, round: 0 } })).toBe(2);
  expect(await db.notice.count({ where: { kind: "live.notice.restarted", href: `/tasks/${taskId}/live` } })).toBe(3);
  expect((await db.task.findUniqueOrThrow({ where: { id: taskId } })).liveAt).toEqual(again.startAt);
  await travelTo(again.startAt);
  await tick();
  expect(await placeBid(taskId, bidders[0]!.bidId, bid(17_500))).toMatchObject({ ok: true, seq: 1 });
  const { endAt } = await room(taskId);
  await travelTo(endAt);
  await tick();
  expect((await room(taskId)).state).toBe("CLOSED");
  expect((await db.bid.findUniqueOrThrow({ where: { id: bidders[1]!.bidId } })).priceFen).toBe(1_850_000n);
});

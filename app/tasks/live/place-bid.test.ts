import { createHash, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { db } from "#app/db.server.ts";
import { type BidAnswer, canonicalJson, type LiveBid } from "#app/tasks/live/auction.ts";
import { liveRoom, travelTo } from "#app/tasks/live/fixtures.ts";
import { placeBid } from "#app/tasks/live/place-bid.server.ts";
import { livePricePartMilli } from "#app/tasks/score.ts";

const yuan = (n: number) => BigInt(Math.round(n * 100));
const bid = (price: number, more: Partial<LiveBid> = {}): LiveBid => ({
  price: yuan(price),
  intentId: randomUUID(),
  confirm: undefined,
  expectV: undefined,
  ...more,
});
/** What the database decides as of a moment, without the door's clock. */
async function decideAt(taskId: string, at: Date, items: { bidId: string; priceFen: number; intentId?: string }[]) {
  const bids = JSON.stringify(items.map((item) => ({ intentId: randomUUID(), ...item })));
  const [row] = await db.$queryRaw<{ answers: BidAnswer[] }[]>`SELECT decide_bids(${taskId}::uuid, ${bids}::jsonb, ${at}) AS answers`;
  return row!.answers;
}
const free = { intervalMs: 0, minStepFen: 100n };
const after = (at: Date, ms: number) => new Date(at.getTime() + ms);

describe("a live bid", () => {
  test("is accepted, ranked and answered; refused ones carry their code", async () => {
    const { taskId, bidders } = await liveRoom({ prices: [19_000, 18_500, 18_000] });
    const [a, b, c] = bidders.map((x) => x.bidId) as [string, string, string];
    const first = await placeBid(taskId, a, bid(17_000));
    expect(first).toMatchObject({ ok: true, seq: 1, priceFen: 1_700_000 });
    const row = await db.auctionBidder.findUniqueOrThrow({ where: { taskId_bidId: { taskId, bidId: a } } });
    expect(row.scoreMilli).toBe(row.fixedMilli + livePricePartMilli(1_700_000n, 2_000_000n, 1_000_000n, 40));
    expect(await placeBid(taskId, a, bid(16_500))).toMatchObject({ ok: false, code: "RATE" });
    expect(await placeBid(taskId, b, bid(18_400))).toMatchObject({ ok: false, code: "STEP", limitFen: 1_830_000 });
    expect(await placeBid(taskId, b, bid(9_999.99))).toMatchObject({ ok: false, code: "FLOOR", limitFen: 1_000_000 });
    expect(await placeBid(taskId, c, bid(15_000, { expectV: 0 }))).toMatchObject({ ok: false, code: "STALE_VERSION" });
    expect(await placeBid(taskId, c, bid(15_000))).toMatchObject({ ok: false, code: "CONFIRM", limitFen: 1_800_000 });
    expect(await placeBid(taskId, c, bid(15_000, { confirm: yuan(15_001) }))).toMatchObject({ ok: false, code: "CONFIRM" });
    expect(await placeBid(taskId, c, bid(15_000, { confirm: yuan(15_000) }))).toMatchObject({ ok: true, seq: 2, rank: 1 });
    expect(await placeBid(taskId, randomUUID(), bid(15_000))).toMatchObject({ ok: false, code: "NOT_BIDDER" });
    const room = await db.auction.findUniqueOrThrow({ where: { taskId } });
    expect(room.seq).toBe(2);
  });

  test("sent twice gets the same answer, also in one batch and after the close", async () => {
    const { taskId, bidders } = await liveRoom({ prices: [19_000, 18_500] });
    const same = bid(17_000);
    const answers = await Promise.all([1, 2, 3].map(() => placeBid(taskId, bidders[0]!.bidId, same)));
    const again = await placeBid(taskId, bidders[0]!.bidId, same);
    const { endAt } = await db.auction.findUniqueOrThrow({ where: { taskId } });
    const item = { bidId: bidders[0]!.bidId, priceFen: 1_700_000, intentId: same.intentId };
    const [late] = await decideAt(taskId, after(endAt, 60_000), [item]);
    const plain = [...answers, again, late!].map(({ i: _, ...answer }) => answer);
    expect(plain.every((answer) => JSON.stringify(answer) === JSON.stringify(plain[0]))).toBe(true);
    expect(plain[0]).toMatchObject({ ok: true, seq: 1 });
    expect(await db.auctionBid.count({ where: { taskId } })).toBe(1);
    // Somebody else's use of the same number is a bid of its own.
    expect(await placeBid(taskId, bidders[1]!.bidId, { ...bid(16_500), intentId: same.intentId })).toMatchObject({ ok: true, seq: 2 });
  });

  test("is in time one millisecond before the end, and not at the end", async () => {
    const { taskId, bidders } = await liveRoom({ prices: [19_000, 18_500], set: { ...free, softWindowMs: 0 } });
    const { endAt } = await db.auction.findUniqueOrThrow({ where: { taskId } });
    const [a, b] = bidders.map((x) => x.bidId) as [string, string];
    expect(await decideAt(taskId, after(endAt, 1), [{ bidId: a, priceFen: 1_700_000 }])).toMatchObject([{ ok: false, code: "CLOSED" }]);
    expect(await decideAt(taskId, endAt, [{ bidId: a, priceFen: 1_700_000 }])).toMatchObject([{ ok: false, code: "CLOSED" }]);
    expect(await decideAt(taskId, after(endAt, -1), [{ bidId: b, priceFen: 1_700_000 }])).toMatchObject([{ ok: true, seq: 1 }]);
  });

  test("pauses whoever fails five times", async () => {
    const { taskId, bidders } = await liveRoom({ prices: [19_000, 18_500], set: { intervalMs: 0 } });
    const { startAt } = await db.auction.findUniqueOrThrow({ where: { taskId } });
    const bidId = bidders[0]!.bidId;
    const tooLow = { bidId, priceFen: 100 };
    const five = await decideAt(
      taskId,
      after(startAt, 1000),
      Array.from({ length: 5 }, () => tooLow),
    );
    expect(five.map((x) => !x.ok && x.code)).toEqual(["FLOOR", "FLOOR", "FLOOR", "FLOOR", "FLOOR"]);
    const good = { bidId, priceFen: 1_800_000 };
    expect(await decideAt(taskId, after(startAt, 10_999), [good])).toMatchObject([{ ok: false, code: "RATE", waitMs: 1 }]);
    expect(await decideAt(taskId, after(startAt, 11_000), [good])).toMatchObject([{ ok: true }]);
  });
});

describe("the soft close", () => {
  test("moves the end only when ranks 1 to 3 change in the last three minutes, never beyond the hard end", async () => {
    // Equal but for the price: the sealed prices are the opening order.
    const set = { ...free, hardEndAt: undefined, maxExtensions: 2 };
    const { taskId, bidders } = await liveRoom({
      prices: [18_000, 18_100, 18_200, 18_300, 18_400],
      draft: { weightPrice: "70", weightTime: "0", weightQuality: "15" },
      set,
    });
    const { endAt } = await db.auction.findUniqueOrThrow({ where: { taskId } });
    const [a, , , d, e] = bidders.map((x) => x.bidId) as [string, string, string, string, string];
    const one = async (at: Date, bidId: string, priceYuan: number) => {
      const [answer] = await decideAt(taskId, at, [{ bidId, priceFen: priceYuan * 100 }]);
      if (!answer?.ok) throw new Error(JSON.stringify(answer));
      return { rank: answer.rank, moved: answer.endAt - endAt.getTime() };
    };
    // Just outside of the window: a change of the lead moves nothing.
    expect(await one(after(endAt, -180_001), d, 17_900)).toEqual({ rank: 1, moved: 0 });
    // Inside: the leader improving his own lead changes no rank.
    expect(await one(after(endAt, -170_000), d, 17_800)).toEqual({ rank: 1, moved: 0 });
    // From rank 5 to 5 changes nothing.
    expect(await one(after(endAt, -160_000), e, 18_350)).toEqual({ rank: 5, moved: 0 });
    // A change of rank 2: end = that moment + 3 min.
    expect(await one(after(endAt, -100_000), e, 17_850)).toEqual({ rank: 2, moved: 80_000 });
    expect(await one(after(endAt, -50_000), a, 17_700)).toEqual({ rank: 1, moved: 130_000 });
    // Its extensions are used up.
    expect(await one(after(endAt, -10_000), e, 17_600)).toEqual({ rank: 1, moved: 130_000 });
    expect((await db.auction.findUniqueOrThrow({ where: { taskId } })).extensions).toBe(2);
  });

  test("stops at the hard end", async () => {
    const { taskId, bidders } = await liveRoom({ prices: [19_000, 18_500], set: free });
    const { endAt } = await db.auction.findUniqueOrThrow({ where: { taskId } });
    await db.auction.update({ where: { taskId }, data: { hardEndAt: after(endAt, 30_000) } });
    const [answer] = await decideAt(taskId, after(endAt, -1000), [{ bidId: bidders[0]!.bidId, priceFen: 1_700_000 }]);
    expect(answer).toMatchObject({ ok: true, endAt: endAt.getTime() + 30_000 });
  });
});

test("a thousand bids at once: no gap in the sequence, the best bid first, every extension by the rule, one chain", async () => {
  const N = 20;
  const { taskId, bidders } = await liveRoom({
    prices: Array.from({ length: N }, (_, i) => 19_900 - i),
    set: { intervalMs: 0, minStepFen: 1000n, maxFailures: 1000, maxExtensions: 5 },
  });
  const { endAt: scheduledEnd, genesisHash } = await db.auction.findUniqueOrThrow({ where: { taskId } });
  await travelTo(after(scheduledEnd, -30_000));
  const sent = await Promise.all(
    Array.from({ length: 1000 }, (_, k) => {
      const bidder = bidders[k % N]!;
      const price = 19_900 - (k % N) - 10 * (1 + Math.floor(k / N)) - (k % 7);
      return placeBid(taskId, bidder.bidId, bid(price)).then((answer) => ({ answer, bidId: bidder.bidId, price }));
    }),
  );
  const accepted = sent.filter((s) => s.answer.ok);
  const rows = await db.auctionBid.findMany({ where: { taskId }, orderBy: { seq: "asc" } });
  expect(accepted.length).toBeGreaterThan(500);
  expect(rows.map((r) => r.seq)).toEqual(Array.from({ length: accepted.length }, (_, i) => i + 1));
  expect(new Set(accepted.map((s) => s.answer.ok && s.answer.seq)).size).toBe(accepted.length);
  const room = await db.auction.findUniqueOrThrow({ where: { taskId }, include: { bidders: { orderBy: { rank: "asc" } } } });
  expect(room.seq).toBe(rows.length);
  // Every bidder stands at the lowest price that was accepted; the order is by score.
  for (const b of room.bidders) {
    const mine = accepted.filter((s) => s.bidId === b.bidId).map((s) => yuan(s.price));
    expect(Number(b.priceFen)).toBe(Math.min(...mine.map(Number)));
    expect(b.scoreMilli).toBe(b.fixedMilli + livePricePartMilli(b.priceFen, 2_000_000n, 1_000_000n, 40));
  }
  expect(room.bidders.map((b) => b.rank)).toEqual(Array.from({ length: N }, (_, i) => i + 1));
  expect([...room.bidders].sort((a, b) => b.scoreMilli - a.scoreMilli || a.lastSeq - b.lastSeq).map((b) => b.bidId)).toEqual(
    room.bidders.map((b) => b.bidId),
  );
  expect(room.leaderMilli).toBe(room.bidders[0]!.scoreMilli);
  // Replayed by a plain model: the same ranks, the same extensions, the same hashes.
  const score = new Map(room.bidders.map((b) => [b.bidId, b.fixedMilli + livePricePartMilli(b.openingFen, 2_000_000n, 1_000_000n, 40)]));
  const last = new Map(room.bidders.map((b) => [b.bidId, 0]));
  const order = () =>
    [...score.keys()].sort((x, y) => score.get(y)! - score.get(x)! || last.get(x)! - last.get(y)! || labelOf(x) - labelOf(y));
  const labelOf = (id: string) => bidders.find((b) => b.bidId === id)!.label;
  let end = scheduledEnd.getTime();
  let extensions = 0;
  let hash = genesisHash;
  for (const r of rows) {
    const was = order().indexOf(r.bidId) + 1;
    score.set(r.bidId, r.scoreMilli);
    last.set(r.bidId, r.seq);
    const is = order().indexOf(r.bidId) + 1;
    expect(r.rank).toBe(is);
    const moved = r.acceptedAt.getTime() + room.extendMs;
    if (is <= 3 && is < was && extensions < 5 && moved > end) {
      end = moved;
      extensions++;
    }
    expect([r.endAt.getTime(), r.extensions]).toEqual([end, extensions]);
    expect(r.hashPrev).toBe(hash);
    const { label, round, scoreMilli, rank, seq, intentId, bidId } = r;
    const text = canonicalJson({
      acceptedAt: r.acceptedAt.getTime(),
      bidId,
      endAt: end,
      extensions,
      intentId,
      label,
      priceFen: Number(r.priceFen),
      rank,
      round,
      scoreMilli,
      seq,
      taskId,
    });
    hash = createHash("sha256").update(hash).update(text).digest("hex");
    expect(r.hash).toBe(hash);
  }
  expect(room.headHash).toBe(hash);
  expect(extensions).toBeGreaterThan(0);
});

test("an accepted bid can't be changed or removed", async () => {
  const { taskId, bidders } = await liveRoom({ prices: [19_000, 18_500] });
  await placeBid(taskId, bidders[0]!.bidId, bid(17_000));
  await expect(db.$executeRaw`UPDATE "AuctionBid" SET "priceFen" = 1 WHERE "taskId" = ${taskId}::uuid`).rejects.toThrow();
  await expect(db.$executeRaw`DELETE FROM "AuctionEvent" WHERE "taskId" = ${taskId}::uuid`).rejects.toThrow();
});

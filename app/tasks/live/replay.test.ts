import { webcrypto } from "node:crypto";
import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { tick } from "#app/clock.server.ts";
import { db } from "#app/db.server.ts";
import { liveRoom, travelTo } from "#app/tasks/live/fixtures.ts";
import { placeBid } from "#app/tasks/live/place-bid.server.ts";
import { auditFile } from "#app/tasks/live/replay.server.ts";
import { type AuditBid, type AuditFile, standingsAfter, verifyRound } from "#app/tasks/live/replay.ts";

/** What a browser has. */
async function sha256(text: string) {
  const bytes = await webcrypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Buffer.from(bytes).toString("hex");
}
const bid = (yuan: number) => ({ price: BigInt(yuan * 100), intentId: crypto.randomUUID(), confirm: undefined, expectV: undefined });
const copy = <T>(x: T): T => JSON.parse(JSON.stringify(x));

describe("the replay of a room that was voided once", () => {
  let file: AuditFile;
  beforeAll(async () => {
    const { taskId, bidders } = await liveRoom({ prices: [19_000, 18_500, 18_000], set: { intervalMs: 0 } });
    await placeBid(taskId, bidders[0]!.bidId, bid(17_000));
    const owner = new pg.Client({ connectionString: process.env.OWNER_DATABASE_URL });
    await owner.connect();
    await owner.query(`UPDATE "AppClock" SET "tickAt" = app_now() - interval '10 minutes', "tickOffsetMs" = "offsetMs"`);
    await owner.end();
    await tick();
    await travelTo((await db.auction.findUniqueOrThrow({ where: { taskId } })).startAt);
    await tick();
    for (const [who, price] of [
      [0, 17_500],
      [1, 17_200],
      [2, 17_000],
      [1, 16_000],
      [0, 15_700],
    ] as const)
      await placeBid(taskId, bidders[who]!.bidId, bid(price));
    const { endAt } = await db.auction.findUniqueOrThrow({ where: { taskId } });
    await travelTo(new Date(endAt.getTime() - 1000));
    await placeBid(taskId, bidders[2]!.bidId, bid(15_000));
    expect(await auditFile(taskId)).toBeNull();
    await travelTo((await db.auction.findUniqueOrThrow({ where: { taskId } })).endAt);
    await tick();
    file = copy((await auditFile(taskId))!);
  });

  test("has both rounds on one chain, with names, and recomputes to the letter", async () => {
    expect(file.rounds.map((r) => [r.round, r.void, r.bids.length])).toEqual([
      [0, true, 1],
      [1, false, 6],
    ]);
    expect(file.rounds[1]!.previousHead).toBe(file.rounds[0]!.headHash);
    expect(Object.values(file.names)).toEqual(["投标者1", "投标者2", "投标者3"]);
    for (const round of file.rounds) expect(await verifyRound(round, sha256)).toMatchObject({ fault: null });
    expect(file.rounds[1]!.bids.at(-1)!.extensions).toBe(1);
    expect(file.events.map((e) => e.kind)).toEqual(["scheduled", "lobby", "started", "aborted", "scheduled", "lobby", "started", "closed"]);
  });

  test("ends with the standings that the task was ranked by", async () => {
    const last = file.rounds[1]!;
    const rows = await db.auctionBidder.findMany({ where: { taskId: file.taskId }, orderBy: { rank: "asc" } });
    expect(standingsAfter(last, last.bids.length).map((s) => [s.bidId, s.priceFen, s.scoreMilli, s.rank])).toEqual(
      rows.map((r) => [r.bidId, Number(r.priceFen), r.scoreMilli, r.rank]),
    );
    const bids = await db.bid.findMany({
      where: { taskId: file.taskId },
      orderBy: { rank: "asc" },
      select: { id: true, scoreMilli: true },
    });
    expect(bids.map((b) => [b.id, b.scoreMilli])).toEqual(rows.map((r) => [r.bidId, r.scoreMilli]));
  });

  const change = (i: number, what: Partial<AuditBid>) => (bids: AuditBid[]) => void Object.assign(bids[i]!, what);
  test.each<[string, (bids: AuditBid[]) => void, number]>([
    ["a price", change(2, { priceFen: 1_690_000 }), 3],
    ["a moment", change(0, { acceptedAt: 1 }), 1],
    ["a bidder", change(1, { label: 3 }), 2],
    ["a bid that is gone", (bids) => void bids.splice(3, 1), 4],
    ["two bids that changed places", (bids) => void bids.splice(1, 2, bids[2]!, bids[1]!), 2],
    ["the last bid that is gone", (bids) => void bids.pop(), 5],
  ])("shows %s", async (_, meddle, seq) => {
    const round = copy(file.rounds[1]!);
    meddle(round.bids);
    expect((await verifyRound(round, sha256)).fault?.seq).toBe(seq);
  });

  test("shows a rank that was written wrong, even with fitting hashes", async () => {
    const round = copy(file.rounds[1]!);
    const { hash: _, hashPrev: __, ...link } = round.bids.at(-1)!;
    const { canonicalJson } = await import("#app/tasks/live/auction.ts");
    const wrong = { ...link, rank: 2 };
    const hashPrev = round.bids.at(-2)!.hash;
    const hash = await sha256(hashPrev + canonicalJson(wrong));
    round.bids[5] = { ...wrong, hashPrev, hash };
    round.headHash = hash;
    expect((await verifyRound(round, sha256)).fault).toEqual({ seq: 6, what: "rank" });
  });

  test("shows settings that were changed afterwards", async () => {
    const round = copy(file.rounds[1]!);
    round.genesis.bidders[0]!.fixedMilli += 1;
    expect((await verifyRound(round, sha256)).fault).toEqual({ seq: 0, what: "hash" });
  });
});

test("the audit finds a live bid that was changed behind the product's back", async () => {
  const { taskId, bidders } = await liveRoom({ prices: [19_000, 18_500], set: { intervalMs: 0 } });
  for (const price of [17_000, 16_500, 16_000]) await placeBid(taskId, bidders[0]!.bidId, bid(price));
  const faults = () => db.$queryRaw<{ what: string }[]>`SELECT what FROM auction_faults() AS what WHERE what LIKE ${`%${taskId}`}`;
  expect(await faults()).toEqual([]);
  const owner = new pg.Client({ connectionString: process.env.OWNER_DATABASE_URL });
  await owner.connect();
  const meddle = (sql: string) => owner.query(`BEGIN; SET LOCAL session_replication_role = replica; ${sql}; COMMIT`);
  await meddle(`UPDATE "AuctionBid" SET "priceFen" = "priceFen" + 1 WHERE "taskId" = '${taskId}' AND seq = 2`);
  expect(await faults()).toEqual([{ what: `bid 0.2 of ${taskId}` }]);
  await meddle(`UPDATE "AuctionBid" SET "priceFen" = "priceFen" - 1 WHERE "taskId" = '${taskId}' AND seq = 2`);
  await meddle(`DELETE FROM "AuctionBid" WHERE "taskId" = '${taskId}' AND seq = 3`);
  expect(await faults()).toEqual([{ what: `end of the chain of ${taskId}` }]);
  // Meddled rows would fail the audit that follows the suite.
  await meddle(
    `DELETE FROM "AuctionBid" WHERE "taskId" = '${taskId}'; UPDATE "Auction" SET seq = 0, "headHash" = "genesisHash" WHERE "taskId" = '${taskId}'`,
  );
  await owner.end();
  expect(await faults()).toEqual([]);
});

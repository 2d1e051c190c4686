import { db } from "#app/db.server.ts";
import type { Room } from "#app/tasks/live/auction-views.ts";
import { livePricePartMilli } from "#app/tasks/score.ts";
import { appNow } from "#app/transact.server.ts";

/** The whole room with its last bids. It reads no name: views are made from this, names are read elsewhere, after the close. */
export async function readRoom(taskId: string, lines: number): Promise<Room | null> {
  const [auction, bids, now] = await Promise.all([
    db.auction.findUnique({ where: { taskId }, include: { bidders: true } }),
    db.auctionBid.findMany({ where: { taskId }, orderBy: [{ round: "desc" }, { seq: "desc" }], take: lines + 1 }),
    appNow(),
  ]);
  if (!auction) return null;
  const thisRound = bids.filter((b) => b.round === auction.restarts && b.seq <= auction.seq).reverse();
  return {
    taskId,
    state: auction.state,
    visibility: auction.visibility,
    v: auction.v,
    round: auction.restarts,
    serverNow: now.getTime(),
    startAt: auction.startAt.getTime(),
    endAt: auction.endAt.getTime(),
    hardEndAt: auction.hardEndAt.getTime(),
    resumeAt: auction.resumeAt?.getTime() ?? null,
    pausedAt: auction.pausedAt?.getTime() ?? null,
    softWindowMs: auction.softWindowMs,
    extensions: auction.extensions,
    maxExtensions: auction.maxExtensions,
    minStepFen: Number(auction.minStepFen),
    floorFen: Number(auction.floorFen),
    budgetFen: Number(auction.budgetFen),
    seq: auction.seq,
    leaderMilli: auction.leaderMilli,
    bidders: auction.bidders.map((b) => ({
      bidId: b.bidId,
      label: b.label,
      priceFen: Number(b.priceFen),
      openingFen: Number(b.openingFen),
      openingMilli: b.fixedMilli + livePricePartMilli(b.openingFen, auction.budgetFen, auction.floorFen, auction.weightPrice),
      scoreMilli: b.scoreMilli,
      rank: b.rank,
      lastSeq: b.lastSeq,
      pausedUntilAt: b.pausedUntilAt?.getTime() ?? null,
    })),
    bids: thisRound
      .map((b, i) => ({
        seq: b.seq,
        bidId: b.bidId,
        label: b.label,
        priceFen: Number(b.priceFen),
        scoreMilli: b.scoreMilli,
        rank: b.rank,
        at: b.acceptedAt.getTime(),
        endAt: b.endAt.getTime(),
        // One line more than asked is read, to compare the first with.
        extended: b.seq === 1 ? b.extensions > 0 : i > 0 && b.extensions > thisRound[i - 1]!.extensions,
      }))
      .slice(-lines),
  };
}

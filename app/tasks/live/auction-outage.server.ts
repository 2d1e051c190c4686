import { db } from "#app/db.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { AuctionState } from "#app/tasks/live/auction.ts";
import { type LockedAuction, lockAuction, moveAuction } from "#app/tasks/live/auction-move.server.ts";
import { auctionPolicy } from "#app/tasks/live/auction-policy.ts";
import { eachRoom } from "#app/tasks/live/each-room.server.ts";
import { genesisHash, genesisOf, openingRanks, roomTimes } from "#app/tasks/live/schedule-auction.server.ts";
import { livePricePartMilli } from "#app/tasks/score.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

const BATCH = 50;
const open: AuctionState[] = ["RUNNING", "PAUSED"];

/**
 * How long nothing ran: between the clock's last run and now, in real time. Time travel moves the offset, which the last run kept, so it
 * is no gap. Zero when the clock has never run.
 */
async function gapMs(): Promise<number> {
  const [row] = await db.$queryRaw<{ gap: bigint | null }[]>`
    SELECT epoch_ms(app_now()) - "offsetMs" - (epoch_ms("tickAt") - "tickOffsetMs") AS gap FROM "AppClock" WHERE id = 1`;
  return Math.max(0, Number(row?.gap ?? 0));
}

/**
 * The first thing a run of the clock looks at: was there an outage? A short one stops the clock of every room that was running; a long
 * one makes the round void. A room whose end had come before the outage is closed as usual.
 */
export async function pauseAfterOutage(now: Date): Promise<number> {
  const gap = await gapMs();
  if (gap <= auctionPolicy.outageMs) return 0;
  const stoppedAt = new Date(now.getTime() - gap);
  // All of them: the next run of the clock sees no gap any more.
  const rooms = await db.auction.findMany({ where: { state: { in: open }, endAt: { gt: stoppedAt } }, select: { taskId: true } });
  return eachRoom(rooms, (taskId) =>
    transact(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM "Task" WHERE id = ${taskId}::uuid FOR UPDATE`;
      const { auction, now } = await lockAuction(tx, taskId);
      if (!open.includes(auction.state) || auction.endAt <= stoppedAt) return false;
      if (gap > auctionPolicy.abortMs) await abortAndRestart(tx, auction, gap, now);
      else await pause(tx, auction, gap, stoppedAt, now);
      return true;
    }),
  );
}

async function pause(tx: Tx, auction: LockedAuction, gap: number, stoppedAt: Date, now: Date) {
  const resumeAt = new Date(now.getTime() + auctionPolicy.resumeAfterMs);
  if (auction.state === "PAUSED") {
    await tx.auction.update({ where: { taskId: auction.taskId }, data: { resumeAt, v: { increment: 1 } } });
    return;
  }
  // Another process may have taken bids meanwhile: the clock stood still from the last thing that is known to have happened.
  const lastBid = await tx.auctionBid.findFirst({
    where: { taskId: auction.taskId, round: auction.restarts },
    orderBy: { seq: "desc" },
    select: { acceptedAt: true },
  });
  const pausedAt = lastBid && lastBid.acceptedAt > stoppedAt ? lastBid.acceptedAt : stoppedAt;
  const details = { gapMs: gap, pausedAt: pausedAt.getTime(), resumeAt: resumeAt.getTime() };
  await moveAuction(
    tx,
    auction,
    { verb: "pauseAuction", to: "PAUSED", event: "paused", details, data: { pausedAt, resumeAt }, reason: "outage" },
    now,
  );
}

/** After the announced wait the clock goes on where it stopped, with three minutes on it at least. */
export async function resumeAuctions(now: Date): Promise<number> {
  const rooms = await db.auction.findMany({ where: { state: "PAUSED", resumeAt: { lte: now } }, take: BATCH, select: { taskId: true } });
  return eachRoom(rooms, (taskId) =>
    transact(async (tx) => {
      const { auction, now } = await lockAuction(tx, taskId);
      if (auction.state !== "PAUSED" || !auction.resumeAt || auction.resumeAt > now) return false;
      const left = Math.max(auction.endAt.getTime() - auction.pausedAt!.getTime(), auctionPolicy.resumeLeavesMs);
      const endAt = new Date(now.getTime() + left);
      const hardEndAt = new Date(auction.hardEndAt.getTime() + Math.max(0, endAt.getTime() - auction.endAt.getTime()));
      const data = { endAt, hardEndAt, pausedAt: null, resumeAt: null };
      await moveAuction(
        tx,
        auction,
        { verb: "resumeAuction", to: "RUNNING", event: "resumed", details: { endAt: endAt.getTime() }, data },
        now,
      );
      return true;
    }),
  );
}

/** The round is void: its bids stay readable but count for nothing, opening prices stand again, and a new round begins hours later. */
async function abortAndRestart(tx: Tx, auction: LockedAuction, gap: number, now: Date) {
  const { taskId } = auction;
  const reset = { pausedAt: null, resumeAt: null };
  const details = { gapMs: gap, headHash: auction.headHash, bids: auction.seq };
  const aborted = await moveAuction(
    tx,
    auction,
    { verb: "abortAuction", to: "ABORTED", event: "aborted", details, data: reset, reason: "outage" },
    now,
  );

  const grid = auctionPolicy.restartGridMs;
  const startAt = new Date(Math.ceil((now.getTime() + auctionPolicy.restartAfterMs) / grid) * grid);
  const round = auction.restarts + 1;
  const rows = await tx.auctionBidder.findMany({ where: { taskId } });
  const score = (openingFen: bigint) => livePricePartMilli(openingFen, auction.budgetFen, auction.floorFen, auction.weightPrice);
  const bidders = openingRanks(rows.map((row) => ({ ...row, scoreMilli: row.fixedMilli + score(row.openingFen) })));
  for (const { bidId, openingFen, scoreMilli, rank } of bidders) {
    const data = { priceFen: openingFen, scoreMilli, rank, lastSeq: 0, lastAt: null, failures: 0, pausedUntilAt: null };
    await tx.auctionBidder.update({ where: { taskId_bidId: { taskId, bidId } }, data });
  }
  const { softWindowMs, extendMs, maxExtensions, intervalMs, weightPrice } = auction;
  const money = { budgetFen: Number(auction.budgetFen), floorFen: Number(auction.floorFen), minStepFen: Number(auction.minStepFen) };
  const genesis = genesisOf({ taskId, round, ...money, weightPrice, softWindowMs, extendMs, maxExtensions, intervalMs }, bidders);
  const hash = genesisHash(auction.headHash, genesis);
  const data = {
    ...roomTimes(startAt, auction.baseMinutes),
    restarts: round,
    seq: 0,
    extensions: 0,
    leaderMilli: bidders[0]?.scoreMilli ?? null,
    genesisHash: hash,
    headHash: hash,
  };
  const scheduled = {
    startAt: startAt.getTime(),
    genesis,
    genesisHash: hash,
    previousHead: auction.headHash,
  } as unknown as Prisma.InputJsonObject;
  await moveAuction(tx, aborted, { verb: "restartAuction", to: "SCHEDULED", event: "scheduled", details: scheduled, data }, now);
  const task = await tx.task.update({ where: { id: taskId }, data: { liveAt: startAt }, select: { title: true, employerId: true } });
  const notice = {
    kind: "live.notice.restarted",
    params: { title: task.title, startAt: startAt.toISOString() },
    href: `/tasks/${taskId}/live`,
  } as const;
  for (const { orgId } of bidders) await notifyOrg(tx, orgId, "bid:place", notice, now);
  await notifyOrg(tx, task.employerId, "task:manage", notice, now);
}

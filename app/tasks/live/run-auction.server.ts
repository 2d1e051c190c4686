import { db } from "#app/db.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { announceRoom } from "#app/tasks/live/auction-announce.server.ts";
import { lockAuction, moveAuction, recordEvent } from "#app/tasks/live/auction-move.server.ts";
import { auctionPolicy } from "#app/tasks/live/auction-policy.ts";
import { eachRoom } from "#app/tasks/live/each-room.server.ts";
import { roomTimes } from "#app/tasks/live/schedule-auction.server.ts";
import { enterLive } from "#app/tasks/qualifying/enter-live.server.ts";
import { fixRanking } from "#app/tasks/qualifying/fix-ranking.server.ts";
import { afterCommit, type Tx, transact } from "#app/transact.server.ts";

/** What time does to rooms while all is well: lobby, start, close. Each room in its own transaction, each guard read again under its lock. */
const BATCH = 20;

const lockTaskRow = (tx: Tx, taskId: string) => tx.$queryRaw`SELECT 1 FROM "Task" WHERE id = ${taskId}::uuid FOR UPDATE`;

/** Ten minutes before the start people may gather; every bidder is told. */
export async function openLobbies(_now: Date): Promise<number> {
  const rooms = await db.$queryRaw<{ taskId: string }[]>`
    SELECT "taskId" FROM "Auction" WHERE state = 'SCHEDULED' AND "startAt" <= app_now() + "lobbyMinutes" * interval '1 minute' ORDER BY "startAt" LIMIT ${BATCH}`;
  return eachRoom(rooms, (taskId) =>
    transact(async (tx) => {
      const { auction, now } = await lockAuction(tx, taskId);
      if (auction.state !== "SCHEDULED" || auction.startAt.getTime() - auction.lobbyMinutes * 60_000 > now.getTime()) return false;
      await moveAuction(tx, auction, { verb: "openLobby", to: "LOBBY", event: "lobby" }, now);
      const { title } = await tx.task.findUniqueOrThrow({ where: { id: taskId }, select: { title: true } });
      const params = { title, startAt: auction.startAt.toISOString() };
      const bidders = await tx.auctionBidder.findMany({ where: { taskId }, select: { orgId: true } });
      for (const { orgId } of bidders)
        await notifyOrg(tx, orgId, "bid:place", { kind: "live.notice.lobby", params, href: `/tasks/${taskId}/live` }, now);
      return true;
    }),
  );
}

/**
 * The start has come. A room that missed it by more than some seconds (a server that stood still, time travel) gives everybody a minute's
 * notice first; its length is always the whole one.
 */
export async function startAuctions(now: Date): Promise<number> {
  const rooms = await db.auction.findMany({
    where: { state: { in: ["SCHEDULED", "LOBBY"] }, startAt: { lte: now } },
    orderBy: { startAt: "asc" },
    take: BATCH,
    select: { taskId: true },
  });
  return eachRoom(rooms, (taskId) =>
    transact(async (tx) => {
      await lockTaskRow(tx, taskId);
      const { auction, now } = await lockAuction(tx, taskId);
      if ((auction.state !== "SCHEDULED" && auction.state !== "LOBBY") || auction.startAt > now) return false;
      if (now.getTime() - auction.startAt.getTime() > auctionPolicy.lateStartMs) {
        const startAt = new Date(now.getTime() + auctionPolicy.lateNoticeMs);
        await tx.auction.update({ where: { taskId }, data: { ...roomTimes(startAt, auction.baseMinutes), v: { increment: 1 } } });
        await recordEvent(tx, taskId, "delayed", { round: auction.restarts, startAt: startAt.getTime() }, now);
        afterCommit(tx, () => announceRoom(taskId));
        return true;
      }
      const task = await tx.task.findUniqueOrThrow({ where: { id: taskId }, select: { state: true } });
      if (task.state === "QUALIFYING") await enterLive(tx, taskId, now);
      else if (task.state !== "LIVE") return false;
      await moveAuction(
        tx,
        auction,
        { verb: "startAuction", to: "RUNNING", event: "started", details: { endAt: auction.endAt.getTime() } },
        now,
      );
      return true;
    }),
  );
}

/** The end has come: prices become final, ranks and scores are fixed, and names may be read from now on. */
export async function closeAuctions(now: Date): Promise<number> {
  const rooms = await db.auction.findMany({
    where: { state: "RUNNING", endAt: { lte: now } },
    orderBy: { endAt: "asc" },
    take: BATCH,
    select: { taskId: true },
  });
  return eachRoom(rooms, (taskId) =>
    transact(async (tx) => {
      await lockTaskRow(tx, taskId);
      const { auction, now } = await lockAuction(tx, taskId);
      if (auction.state !== "RUNNING" || auction.endAt > now) return false;
      const details = { endAt: auction.endAt.getTime(), bids: auction.seq, headHash: auction.headHash };
      await moveAuction(tx, auction, { verb: "closeAuction", to: "CLOSED", event: "closed", details, data: { closedAt: now } }, now);
      await fixRanking(tx, taskId, now);
      return true;
    }),
  );
}

import { z } from "zod";
import { db } from "#app/db.server.ts";
import type { Genesis } from "#app/tasks/live/auction.ts";
import type { AuditEvent, AuditFile, AuditRound } from "#app/tasks/live/replay.ts";

const Scheduled = z.object({
  round: z.int(),
  genesis: z.custom<Genesis>((g) => typeof g === "object" && g !== null),
  genesisHash: z.string(),
  previousHead: z.string(),
});
const Details = z.object({ round: z.int(), startAt: z.int().optional(), gapMs: z.int().optional(), headHash: z.string().optional() });

/** Everything that happened in a room, once it has closed (before that there is nothing to see): the file that anyone can recompute. */
export async function auditFile(taskId: string): Promise<AuditFile | null> {
  const auction = await db.auction.findUnique({
    where: { taskId, state: "CLOSED" },
    select: { restarts: true, headHash: true, bidders: { select: { label: true } }, task: { select: { title: true } } },
  });
  if (!auction) return null;
  const [bids, events, named] = await Promise.all([
    db.auctionBid.findMany({ where: { taskId }, orderBy: [{ round: "asc" }, { seq: "asc" }] }),
    db.auctionEvent.findMany({ where: { taskId }, orderBy: { id: "asc" } }),
    db.bid.findMany({
      where: { taskId, label: { in: auction.bidders.map((b) => b.label) } },
      select: { label: true, provider: { select: { name: true } } },
    }),
  ]);
  const parsed = events.map((event) => ({
    kind: event.kind,
    at: event.at.getTime(),
    details: Details.parse(event.details),
    raw: event.details,
  }));
  // A room that was taken back and announced anew left the lines of its first announcement: the last one of a round counts.
  const beginnings = new Map(parsed.filter((e) => e.kind === "scheduled").map((e) => [e.details.round, Scheduled.parse(e.raw)]));
  const rounds: AuditRound[] = [...beginnings.values()].map(({ round, genesis, genesisHash, previousHead }) => {
    const isVoid = round < auction.restarts;
    const aborted = parsed.find((e) => e.kind === "aborted" && e.details.round === round);
    return {
      round,
      void: isVoid,
      previousHead,
      genesis,
      genesisHash,
      headHash: isVoid ? (aborted?.details.headHash ?? "") : auction.headHash,
      bids: bids
        .filter((b) => b.round === round)
        .map((b) => ({
          taskId,
          round,
          seq: b.seq,
          bidId: b.bidId,
          label: b.label,
          priceFen: Number(b.priceFen),
          scoreMilli: b.scoreMilli,
          rank: b.rank,
          extensions: b.extensions,
          intentId: b.intentId,
          acceptedAt: b.acceptedAt.getTime(),
          endAt: b.endAt.getTime(),
          hashPrev: b.hashPrev,
          hash: b.hash,
        })),
    };
  });
  return {
    format: "jincheng-auction-1",
    taskId,
    title: auction.task.title,
    names: Object.fromEntries(named.map((row) => [row.label, row.provider.name])),
    rounds,
    events: parsed.map(({ kind, at, details: { headHash: _, ...details } }): AuditEvent => ({ kind, at, ...details })),
  };
}

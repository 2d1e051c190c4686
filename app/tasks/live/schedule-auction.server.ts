import { createHash } from "node:crypto";
import { type AuctionVisibility, canonicalJson, type Genesis } from "#app/tasks/live/auction.ts";
import { recordEvent } from "#app/tasks/live/auction-move.server.ts";
import { auctionPolicy } from "#app/tasks/live/auction-policy.ts";
import { fixedMilli, floorFenOf, livePricePartMilli, minStepFenOf } from "#app/tasks/score.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

const minute = 60_000;
export type RoomTimes = { startAt: Date; endAt: Date; scheduledEndAt: Date; hardEndAt: Date };
export function roomTimes(startAt: Date, baseMinutes: number): RoomTimes {
  const endAt = new Date(startAt.getTime() + baseMinutes * minute);
  return { startAt, endAt, scheduledEndAt: endAt, hardEndAt: new Date(endAt.getTime() + auctionPolicy.hardAfterMs) };
}

/** Better score first; among equals whoever bid earlier (the label tells who came first). Ranks count from 1. */
export const openingRanks = <T extends { scoreMilli: number; label: number }>(bidders: readonly T[]): (T & { rank: number })[] =>
  [...bidders].sort((a, b) => b.scoreMilli - a.scoreMilli || a.label - b.label).map((bidder, i) => ({ ...bidder, rank: i + 1 }));

type Policy = Omit<Genesis, "bidders">;
/** The first link of a round's chain: what the room was set to, after the head of the round before. */
export function genesisHash(previousHead: string, genesis: Genesis) {
  return createHash("sha256").update(previousHead).update(canonicalJson(genesis)).digest("hex");
}
export const genesisOf = (
  policy: Policy,
  bidders: { bidId: string; label: number; fixedMilli: number; openingFen: bigint }[],
): Genesis => ({
  ...policy,
  bidders: [...bidders]
    .sort((a, b) => a.label - b.label)
    .map(({ bidId, label, fixedMilli, openingFen }) => ({ bidId, label, fixedMilli, openingFen: Number(openingFen) })),
});

/**
 * Makes the live room of a task: its hours, its policy, and one bidder for each qualified bid with everything of the score but price
 * frozen. Called in the transaction that announces the room, under the task's lock.
 */
export async function scheduleAuction(
  tx: Tx,
  plan: { taskId: string; startAt: Date; visibility: AuctionVisibility; baseMinutes: number },
  now: Date,
) {
  const task = await tx.task.findUniqueOrThrow({ where: { id: plan.taskId } });
  const bids = await tx.bid.findMany({ where: { taskId: plan.taskId, state: "QUALIFIED" }, orderBy: { label: "asc" } });
  const { budgetFen, weightPrice } = task;
  const floorFen = floorFenOf(budgetFen);
  const bidders = openingRanks(
    bids.map((bid) => {
      const fixed = fixedMilli(
        { timeScoreMilli: bid.timeScoreMilli ?? 0, qualityMilli: bid.qualityMilli ?? 0, recordMilli: bid.recordMilli ?? 0 },
        task,
      );
      const scoreMilli = fixed + livePricePartMilli(bid.priceFen, budgetFen, floorFen, weightPrice);
      return {
        bidId: bid.id,
        orgId: bid.providerId,
        label: bid.label,
        fixedMilli: fixed,
        openingFen: bid.priceFen,
        priceFen: bid.priceFen,
        scoreMilli,
      };
    }),
  );
  const { softWindowMs, extendMs, maxExtensions, intervalMs, maxFailures, failurePauseMs, confirmBps, lobbyMinutes } = auctionPolicy;
  const policy = { softWindowMs, extendMs, maxExtensions, intervalMs };
  const minStepFen = minStepFenOf(budgetFen);
  const numbers = {
    taskId: task.id,
    round: 0,
    budgetFen: Number(budgetFen),
    floorFen: Number(floorFen),
    minStepFen: Number(minStepFen),
    weightPrice,
  };
  const genesis = genesisOf({ ...numbers, ...policy }, bidders);
  const hash = genesisHash("", genesis);
  await tx.auction.create({
    data: {
      taskId: task.id,
      visibility: plan.visibility,
      ...roomTimes(plan.startAt, plan.baseMinutes),
      baseMinutes: plan.baseMinutes,
      lobbyMinutes,
      ...policy,
      maxFailures,
      failurePauseMs,
      confirmBps,
      minStepFen,
      floorFen,
      budgetFen,
      weightPrice,
      leaderMilli: bidders[0]?.scoreMilli ?? null,
      genesisHash: hash,
      headHash: hash,
      bidders: { create: bidders },
    },
  });
  const details = { round: 0, startAt: plan.startAt.getTime(), genesis, genesisHash: hash, previousHead: "" };
  await recordEvent(tx, task.id, "scheduled", details as unknown as Prisma.InputJsonObject, now);
}

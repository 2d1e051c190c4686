import { policy } from "#app/tasks/policy.ts";

/**
 * How bids are scored, in milli-points: 100 points = 100000. All arithmetic is on integers and rounds down, so that the database, the
 * server and a browser that checks a replay get the same number.
 *
 *   S = Wp * price + Wt * time + Wq * quality + Wr * record        (W in percent, each part 0..100 points)
 *
 * Sealed tender: price = Pmin / P. Live auction: price = (budget - P) / (budget - floor), so that a bid changes nobody's score but its own.
 */
export const FULL = 100_000;

export type Weights = { weightPrice: number; weightTime: number; weightQuality: number; weightRecord: number };

/** A part of `weight` percent of points given in milli: part(35, 80000) = 28000. */
export const part = (weight: number, pointsMilli: number): number => Math.floor((weight * pointsMilli) / 100);

const ratioMilli = (a: bigint, b: bigint): number => (b <= 0n ? 0 : Number((a * BigInt(FULL)) / b));
const clamp = (n: number) => Math.max(0, Math.min(FULL, n));

/** Sealed: the lowest valid price gets 100 points, twice the price 50. */
export const sealedPriceMilli = (lowestFen: bigint, priceFen: bigint): number => clamp(ratioMilli(lowestFen, priceFen));

/** The fewest days get 100 points, twice the days 50. */
export const timeMilli = (fewestDays: number, days: number): number => clamp(ratioMilli(BigInt(fewestDays), BigInt(days)));

/** Live: 0 points at the budget or above, 100 at the floor. */
export const livePriceMilli = (priceFen: bigint, budgetFen: bigint, floorFen: bigint): number =>
  clamp(ratioMilli(budgetFen - priceFen, budgetFen - floorFen));

/**
 * What a live price adds to the total: floor(weight * 1000 * (budget - price) / (budget - floor)), between 0 and weight * 1000.
 * The database's place_bids computes the same.
 */
export function livePricePartMilli(priceFen: bigint, budgetFen: bigint, floorFen: bigint, weightPrice: number): number {
  const most = weightPrice * 1000;
  const span = budgetFen - floorFen;
  if (span <= 0n || priceFen >= budgetFen) return 0;
  return Math.min(most, Number((BigInt(most) * (budgetFen - priceFen)) / span));
}

/** The floor of a live room. */
export const floorFenOf = (budgetFen: bigint): bigint => (budgetFen * BigInt(policy.floorBps)) / 10_000n;

/** The smallest step of a live room: 1 % of the budget rounded to ¥10, at least ¥10. */
export function minStepFenOf(budgetFen: bigint): bigint {
  const ten = 10_00n;
  const rounded = ((budgetFen / 100n + ten / 2n) / ten) * ten;
  return rounded > ten ? rounded : ten;
}

export type FixedParts = { timeScoreMilli: number; qualityMilli: number; recordMilli: number };
/** Everything of the score but price: frozen before the room opens. */
export const fixedMilli = (bid: FixedParts, weights: Pick<Weights, "weightTime" | "weightQuality" | "weightRecord">): number =>
  part(weights.weightTime, bid.timeScoreMilli) +
  part(weights.weightQuality, bid.qualityMilli) +
  part(weights.weightRecord, bid.recordMilli);

/** The employer's points (0..100 each) by the criteria's weights. No criteria: 0. */
export function qualityMilli(scores: readonly { weight: number; points: number }[]): number {
  const total = scores.reduce((sum, s) => sum + s.weight, 0);
  if (total === 0) return 0;
  return Math.floor((scores.reduce((sum, s) => sum + s.weight * s.points, 0) * 1000) / total);
}

/** A provider's record: 60 points when verified, else 40; 4 more for each contract finished on time, at most 100. */
export const recordMilli = (provider: { verified: boolean; finishedOnTime: number }): number =>
  Math.min(
    policy.record.max,
    (provider.verified ? policy.record.verified : policy.record.unverified) + provider.finishedOnTime * policy.record.perContract,
  ) * 1000;

export type Ranked = { id: string; scoreMilli: number; priceFen: bigint; earlier: number };
/** Best first: higher score, then lower price, then who was earlier. Ranks count from 1. */
export function rankOrder<T extends Ranked>(bids: readonly T[]): T[] {
  return [...bids].sort(
    (a, b) =>
      b.scoreMilli - a.scoreMilli ||
      (a.priceFen < b.priceFen ? -1 : a.priceFen > b.priceFen ? 1 : 0) ||
      a.earlier - b.earlier ||
      (a.id < b.id ? -1 : 1),
  );
}

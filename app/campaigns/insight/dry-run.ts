import { policy } from "#app/campaigns/policy.ts";

/**
 * "If it ended now": what a creator would receive after dropped cards, refunds and the platform's fee, what the rewards cost to make and
 * to send, and from how many units on the campaign pays for itself. Pure arithmetic in fen; shares in basis points.
 */
export type DryRunInput = {
  pledgedFen: bigint;
  /** Of it, what is already paid (wallets): it cannot drop. */
  paidFen: bigint;
  units: number;
  droppedBps: number;
  refundedBps: number;
  /** Making one unit, and what is spent once whatever is sold. */
  unitCostFen: bigint;
  fixedCostFen: bigint;
  zones: { zone: string; parcels: number; chargedFen: bigint; costFen: bigint }[];
};
export type DryRun = {
  collectedFen: bigint;
  droppedFen: bigint;
  refundedFen: bigint;
  feeFen: bigint;
  receivedFen: bigint;
  costFen: bigint;
  leftFen: bigint;
  /** Units from which on nothing is lost; null when each unit costs more than it brings. */
  breakEvenUnits: number | null;
  zones: { zone: string; parcels: number; resultFen: bigint }[];
};

const share = (fen: bigint, bps: number) => (fen * BigInt(bps)) / 10_000n;

export function dryRun(of: DryRunInput): DryRun {
  const droppedFen = share(of.pledgedFen - of.paidFen, of.droppedBps);
  const collectedFen = of.pledgedFen - droppedFen;
  const refundedFen = share(collectedFen, of.refundedBps);
  const keptFen = collectedFen - refundedFen;
  const feeFen = share(keptFen, Number(policy.feeBps));
  const receivedFen = keptFen - feeFen;
  const zones = of.zones.map(({ zone, parcels, chargedFen, costFen }) => ({ zone, parcels, resultFen: chargedFen - costFen }));
  const sendingFen = of.zones.reduce((sum, { costFen }) => sum + costFen, 0n);
  const costFen = of.fixedCostFen + of.unitCostFen * BigInt(of.units) + sendingFen;
  return {
    collectedFen,
    droppedFen,
    refundedFen,
    feeFen,
    receivedFen,
    costFen,
    leftFen: receivedFen - costFen,
    breakEvenUnits: breakEven(of, receivedFen, sendingFen),
    zones,
  };
}

/** Each unit brings its average share of what is received and takes what it costs to make and send. */
function breakEven({ units, unitCostFen, fixedCostFen }: DryRunInput, receivedFen: bigint, sendingFen: bigint): number | null {
  if (units <= 0) return null;
  const perAll = receivedFen - sendingFen - unitCostFen * BigInt(units);
  if (perAll <= 0n) return fixedCostFen > 0n || perAll < 0n ? null : 0;
  // ceil(fixed / (perAll / units)) without leaving the integers
  return Number((fixedCostFen * BigInt(units) + perAll - 1n) / perAll);
}

/** Wilson's interval of a share at 95 %: honest about small numbers. Edwin B. Wilson, 1927. */
export function wilson(hits: number, of: number): { low: number; high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const z = 1.96;
  const p = hits / of;
  const centre = p + (z * z) / (2 * of);
  const spread = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) };
}

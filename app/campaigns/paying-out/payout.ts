import { policy } from "#app/campaigns/policy.ts";

/** A stage of the money to the creator: what is released at once, what of it is still free, and what a refund takes back of it. */
export type StageSums = {
  grossFen: bigint;
  feeFen: bigint;
  allocatedFen: bigint;
  transferredFen: bigint;
  clawedFen: bigint;
  takenFen: bigint;
};

const BPS = 10_000n;
/** The platform's share of what is released. */
export const feeOf = (grossFen: bigint) => (grossFen * policy.feeBps) / BPS;
/** The share of a stage's fee that stands for this much of its gross: summed over its parts it is the fee to the fen. */
export const feeUpTo = ({ grossFen, feeFen }: Pick<StageSums, "grossFen" | "feeFen">, partFen: bigint) =>
  grossFen === 0n ? 0n : (feeFen * partFen) / grossFen;
/** What stands in the creator's account of a stage: neither sent on, nor put into tasks, nor taken back. */
export const unspentFen = (of: StageSums) => of.grossFen - of.feeFen - of.allocatedFen - of.transferredFen - of.takenFen;

/** The stages of a campaign: after its start share, what is left is for production and delivery, half each; goods in stock need no production. */
export function stageShares({
  startShareBps,
  inStock,
}: {
  startShareBps: number;
  inStock: boolean;
}): { stage: number; shareBps: number }[] {
  if (inStock)
    return [
      { stage: 1, shareBps: policy.startShareBps.inStock },
      { stage: 3, shareBps: 10_000 - policy.startShareBps.inStock },
    ];
  const rest = 10_000 - startShareBps;
  const production = Math.floor(rest / 2);
  return [
    { stage: 1, shareBps: startShareBps },
    { stage: 2, shareBps: production },
    { stage: 3, shareBps: rest - production },
  ];
}

type Sums = { receivedFen: bigint; refundedFen: bigint; releasedFen: bigint };
/** Has a stage nothing to release any more? So much went back that earlier stages released its share too. */
export const isCovered = (of: Sums, cumulativeBps: number) =>
  ((of.receivedFen - of.refundedFen) * BigInt(cumulativeBps)) / BPS <= of.releasedFen;

/**
 * What a stage releases: its share of what backers have left in the campaign, counted from the start, so that refunds that came out of
 * the unreleased money make the later stages smaller, and the last one releases to the fen. Null while what would be left does not
 * cover what is owed.
 */
export function releaseFen(of: Sums, cumulativeBps: number, owedFen: bigint): bigint | null {
  const base = of.receivedFen - of.refundedFen - owedFen;
  const held = base - of.releasedFen;
  const target = (base * BigInt(cumulativeBps)) / BPS - of.releasedFen;
  const gross = target < held ? target : held;
  return gross > 0n ? gross : null;
}

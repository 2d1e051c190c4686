import { policy } from "#app/contracts/policy.ts";

/** The fee, unrounded, on the first `totalFen` that a pair ever moved, in fen × 10,000. */
function scaledFee(totalFen: bigint): bigint {
  let scaled = 0n;
  let from = 0n;
  for (const tier of policy.feeTiers) {
    const upto = tier.uptoFen === null || totalFen < tier.uptoFen ? totalFen : tier.uptoFen;
    if (upto > from) scaled += (upto - from) * tier.bps;
    from = upto;
  }
  return scaled;
}

/**
 * The provider's success fee on a release, when this employer has released `beforeFen` to this provider before. A release that crosses
 * a tier pays each part at its own rate. Rounded down, at least ¥2, never more than the release itself.
 */
export function successFee(beforeFen: bigint, releaseFen: bigint): bigint {
  const fee = (scaledFee(beforeFen + releaseFen) - scaledFee(beforeFen)) / 10_000n;
  const least = fee < policy.minFeeFen ? policy.minFeeFen : fee;
  return least > releaseFen ? releaseFen : least;
}

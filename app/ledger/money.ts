/** Shares of a sum. Money is whole fen; nothing is lost or made by rounding. */

/**
 * Splits `totalFen` by `weights` so that the parts sum to it exactly: each gets its share rounded down, and the fen that remain go to the
 * largest remainders, the earlier one first when equal.
 */
export function splitByWeights(totalFen: bigint, weights: readonly bigint[]): bigint[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole <= 0n || weights.some((weight) => weight < 0n)) throw new RangeError("weights are not negative, and not all zero");
  const parts = weights.map((weight) => (totalFen * weight) / whole);
  let rest = totalFen - parts.reduce((sum, part) => sum + part, 0n);
  const byRemainder = weights
    .map((weight, i) => ({ i, remainder: (totalFen * weight) % whole }))
    .sort((a, b) => (a.remainder === b.remainder ? a.i - b.i : a.remainder > b.remainder ? -1 : 1));
  for (const { i } of byRemainder) {
    if (rest === 0n) break;
    parts[i]! += 1n;
    rest -= 1n;
  }
  return parts;
}

/**
 * The same with no part below `leastFen`, where the sum is enough for it: when a share would be, every part has that much, and the rest is
 * split by what the weights are above it.
 */
export function splitFrom(leastFen: bigint, totalFen: bigint, weights: readonly bigint[]): bigint[] {
  const parts = splitByWeights(totalFen, weights);
  const above = totalFen - leastFen * BigInt(weights.length);
  if (above < 0n || parts.every((part) => part >= leastFen)) return parts;
  return splitByWeights(
    above,
    weights.map((weight) => (weight > leastFen ? weight - leastFen : 0n)),
  ).map((part) => part + leastFen);
}

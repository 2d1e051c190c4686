import fc from "fast-check";
import { expect, test } from "vitest";
import { splitByWeights } from "#app/ledger/money.ts";

test("what rounding leaves goes to the largest remainders, the earlier first", () => {
  expect(splitByWeights(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
  expect(splitByWeights(101n, [1n, 1n, 1n])).toEqual([34n, 34n, 33n]);
  expect(splitByWeights(10n, [3n, 3n, 4n])).toEqual([3n, 3n, 4n]);
  expect(splitByWeights(1n, [1n, 2n])).toEqual([0n, 1n]);
  expect(splitByWeights(7n, [0n, 5n])).toEqual([0n, 7n]);
  expect(() => splitByWeights(7n, [0n, 0n])).toThrow(RangeError);
});

test("parts always sum to the whole, and none is a fen away from its share", () => {
  const weights = fc
    .array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 8 })
    .filter((all) => all.some((one) => one > 0n));
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n }), weights, (total, shares) => {
      const parts = splitByWeights(total, shares);
      const whole = shares.reduce((sum, share) => sum + share, 0n);
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(total);
      for (const [i, part] of parts.entries()) {
        const off = part * whole - total * shares[i]!;
        expect(off > -whole && off < whole).toBe(true);
      }
    }),
  );
});

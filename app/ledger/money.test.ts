import fc from "fast-check";
import { expect, test } from "vitest";
import { splitByWeights, splitFrom } from "#app/ledger/money.ts";

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

test("a least part is kept, and where no share is below it nothing is different", () => {
  expect(splitFrom(400n, 5_000n, [400n, 9_600n])).toEqual([400n, 4_600n]);
  expect(splitFrom(400n, 5_000n, [500n, 600n, 8_900n])).toEqual([443n, 486n, 4_071n]);
  expect(splitFrom(400n, 5_000n, [4_000n, 6_000n])).toEqual(splitByWeights(5_000n, [4_000n, 6_000n]));
  expect(splitFrom(400n, 1_000n, [500n, 500n, 9_000n])).toEqual([50n, 50n, 900n]);
  const weights = fc.array(fc.bigInt({ min: 400n, max: 10n ** 9n }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.bigInt({ min: 2_000n, max: 10n ** 10n }), weights, (total, shares) => {
      const parts = splitFrom(400n, total, shares);
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(total);
      expect(parts.every((part) => part >= 400n)).toBe(true);
    }),
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import {
  fixedMilli,
  floorFenOf,
  livePricePartMilli,
  minStepFenOf,
  part,
  qualityMilli,
  rankOrder,
  recordMilli,
  sealedPriceMilli,
  timeMilli,
} from "#app/tasks/score.ts";

test("the lowest price gets full points, twice the price half", () => {
  expect(sealedPriceMilli(5000n, 5000n)).toBe(100_000);
  expect(sealedPriceMilli(5000n, 10_000n)).toBe(50_000);
  expect(sealedPriceMilli(1n, 3n)).toBe(33_333);
  expect(timeMilli(10, 30)).toBe(33_333);
});

test("a live price earns nothing at the budget and its whole weight at the floor", () => {
  expect(livePricePartMilli(10_000n, 10_000n, 5_000n, 40)).toBe(0);
  expect(livePricePartMilli(12_000n, 10_000n, 5_000n, 40)).toBe(0);
  expect(livePricePartMilli(5_000n, 10_000n, 5_000n, 40)).toBe(40_000);
  expect(livePricePartMilli(4_000n, 10_000n, 5_000n, 40)).toBe(40_000);
  expect(livePricePartMilli(7_500n, 10_000n, 5_000n, 40)).toBe(20_000);
});

test("a live bid changes nobody's score but its own, and a lower price never lowers it", () => {
  const money = fc.bigInt(1n, 2_000_000_000n);
  fc.assert(
    fc.property(money, money, money, fc.integer({ min: 10, max: 70 }), (a, b, budget, weight) => {
      const floor = floorFenOf(budget);
      const [low, high] = a < b ? [a, b] : [b, a];
      expect(livePricePartMilli(low, budget, floor, weight)).toBeGreaterThanOrEqual(livePricePartMilli(high, budget, floor, weight));
    }),
  );
});

test("step and floor of a room", () => {
  expect(minStepFenOf(500_00n)).toBe(10_00n);
  expect(minStepFenOf(20_000_00n)).toBe(200_00n);
  expect(minStepFenOf(12_345_67n)).toBe(120_00n);
  expect(floorFenOf(20_001n)).toBe(10_000n);
});

test("quality is the weighted mean of the criteria", () => {
  expect(
    qualityMilli([
      { weight: 60, points: 90 },
      { weight: 40, points: 50 },
    ]),
  ).toBe(74_000);
  expect(qualityMilli([])).toBe(0);
});

test("a record grows with contracts finished on time and ends at 100", () => {
  expect(recordMilli({ verified: false, finishedOnTime: 0 })).toBe(40_000);
  expect(recordMilli({ verified: true, finishedOnTime: 3 })).toBe(72_000);
  expect(recordMilli({ verified: true, finishedOnTime: 50 })).toBe(100_000);
});

test("the fixed part is the sum of its weighted parts", () => {
  const bid = { timeScoreMilli: 33_333, qualityMilli: 74_000, recordMilli: 60_000 };
  expect(fixedMilli(bid, { weightTime: 10, weightQuality: 35, weightRecord: 15 })).toBe(3_333 + 25_900 + 9_000);
  expect(part(35, 74_000)).toBe(25_900);
});

test("ties: lower price, then earlier", () => {
  const row = (id: string, scoreMilli: number, priceFen: bigint, earlier: number) => ({ id, scoreMilli, priceFen, earlier });
  const order = rankOrder([row("a", 10, 5n, 3), row("b", 10, 4n, 4), row("c", 11, 9n, 5), row("d", 10, 4n, 2)]);
  expect(order.map((b) => b.id)).toEqual(["c", "d", "b", "a"]);
});

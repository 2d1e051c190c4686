import { expect, test } from "vitest";
import { dryRun, wilson } from "./dry-run.ts";

const base = {
  pledgedFen: 1_000_000n,
  paidFen: 200_000n,
  units: 100,
  droppedBps: 500,
  refundedBps: 300,
  unitCostFen: 5_000n,
  fixedCostFen: 100_000n,
  zones: [{ zone: "LOCAL", parcels: 100, chargedFen: 80_000n, costFen: 100_000n }],
};

test("what a creator receives, to the fen", () => {
  // 5 % of the 800,000 that cards still owe drop; 3 % of the rest go back; 5 % fee of what stays.
  expect(dryRun(base)).toEqual({
    droppedFen: 40_000n,
    collectedFen: 960_000n,
    refundedFen: 28_800n,
    feeFen: 46_560n,
    receivedFen: 884_640n,
    costFen: 700_000n,
    leftFen: 184_640n,
    breakEvenUnits: 36,
    zones: [{ zone: "LOCAL", parcels: 100, resultFen: -20_000n }],
  });
});

test("a unit that costs more than it brings never breaks even", () => {
  expect(dryRun({ ...base, unitCostFen: 9_000n }).breakEvenUnits).toBe(null);
});

test("nothing pledged: nothing received, no unit, no break-even", () => {
  const nothing = dryRun({ ...base, pledgedFen: 0n, paidFen: 0n, units: 0, zones: [] });
  expect([nothing.receivedFen, nothing.leftFen, nothing.breakEvenUnits]).toEqual([0n, -100_000n, null]);
});

test("Wilson's interval holds the share, narrows with numbers and stays within 0 and 1", () => {
  const few = wilson(3, 10);
  const many = wilson(300, 1000);
  expect(few.low).toBeLessThan(0.3);
  expect(few.high).toBeGreaterThan(0.3);
  expect(many.high - many.low).toBeLessThan(few.high - few.low);
  expect(few.low).toBeCloseTo(0.1078, 3);
  expect(few.high).toBeCloseTo(0.6032, 3);
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  expect(wilson(5, 5).high).toBe(1);
});

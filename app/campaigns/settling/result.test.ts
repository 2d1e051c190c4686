import { expect, test } from "vitest";
import { type Counted, decidingFen, resultOf } from "#app/campaigns/settling/result.ts";

const counted = (more: Partial<Counted> = {}): Counted => ({
  goalFen: 1000_00n,
  lanes: [
    { lane: "CARD", related: false, pledges: 6, fen: 600_00n },
    { lane: "WALLET", related: false, pledges: 3, fen: 350_00n },
    { lane: "CARD", related: true, pledges: 1, fen: 100_00n },
  ],
  rewards: [
    { rewardId: "r", kind: "REWARD", title: "灯", units: 12, fen: 1000_00n },
    { rewardId: "s", kind: "ADDON", title: "挂钩", units: 5, fen: 50_00n },
  ],
  stretchGoals: [
    { id: "a", kind: "AMOUNT", threshold: 1050_00n },
    { id: "b", kind: "BACKERS", threshold: 11n },
    { id: "c", kind: "ORDERS", threshold: 12n },
    { id: "d", kind: "ORDERS", threshold: 13n },
  ],
  ...more,
});

test("the creator's own circle counts up to a twentieth of the goal", () => {
  expect(decidingFen({ goalFen: 1000_00n, pledgedFen: 1050_00n, relatedFen: 100_00n })).toBe(1000_00n);
  expect(decidingFen({ goalFen: 1000_00n, pledgedFen: 1050_00n, relatedFen: 50_00n })).toBe(1050_00n);
  expect(resultOf(counted()).outcome).toBe("SUCCESSFUL");
  expect(resultOf(counted({ goalFen: 1000_01n })).outcome).toBe("FAILED");
});

test("a stretch goal is reached by amount, backers or units of rewards without add-ons, and only together with the campaign", () => {
  expect(resultOf(counted()).stretchGoals.map((goal) => goal.reached)).toEqual([true, false, true, false]);
  expect(resultOf(counted({ goalFen: 2000_00n })).stretchGoals.map((goal) => goal.reached)).toEqual([false, false, false, false]);
});

test("the sums are those of the lanes", () => {
  expect(resultOf(counted())).toMatchObject({
    pledgedFen: "105000",
    decidingFen: "100000",
    relatedFen: "10000",
    relatedBackers: 1,
    backers: 10,
    card: { pledges: 7, fen: "70000" },
    wallet: { pledges: 3, fen: "35000" },
  });
});

import { expect, test } from "vitest";
import { together } from "#app/together.server.ts";

test("what arrives while one call runs is done by the next, in order and at most so much at once", async () => {
  const calls: number[][] = [];
  let running = 0;
  const double = together<number, number>(3, async (items) => {
    expect(++running).toBe(1);
    calls.push(items);
    await new Promise(setImmediate);
    running--;
    return items.map((n) => n * 2);
  });
  expect(await Promise.all([1, 2, 3, 4, 5].map(double))).toEqual([2, 4, 6, 8, 10]);
  expect(calls).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
});

test("a call that fails fails for those it was made for, and the next is made", async () => {
  const check = together<number, string>(2, async (items) => {
    if (items.includes(0)) throw new Error("zero");
    return items.map(String);
  });
  const ends = await Promise.allSettled([0, 1, 2].map(check));
  expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
});

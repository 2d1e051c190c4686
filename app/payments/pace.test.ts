import { expect, test } from "vitest";
import { FREE, type Pace, paceOf, slower, takeTurn, untilTurn } from "#app/payments/pace.ts";

/** Requests that each want to leave as soon as they may, by a channel that takes so many in each second: when each left, and what was too much. */
function leave(count: number, most: number, takes = Number.POSITIVE_INFINITY) {
  let pace = paceOf(most, 0);
  let now = 0;
  let seconds: Record<number, number> = {};
  const times: number[] = [];
  const tooMuch: number[] = [];
  while (times.length < count) {
    now += untilTurn(pace, now);
    pace = takeTurn(pace, now);
    const second = Math.floor(now / 1000);
    seconds = { [second]: (seconds[second] ?? 0) + 1 };
    if (seconds[second]! <= takes) times.push(now);
    else {
      tooMuch.push(now);
      pace = slower(pace, now, now, 0.5);
    }
  }
  return { times, tooMuch, pace };
}
/** The most that leave within any second. */
const busiest = (times: number[]) => Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
/** A pace whose rate is known, without anything in its bucket. */
const paceAt = (rate: number): Pace => ({ ...paceOf(rate, 0), turns: 0 });

test("requests leave at the pace and never much above it", () => {
  const { times } = leave(2_000, 20);
  expect(times.at(-1)! / 1000).toBeCloseTo(100, -1);
  expect(busiest(times)).toBeLessThanOrEqual(26);
});

test("a pause is made up for, but hardly", () => {
  let pace = paceAt(20);
  let free = 0;
  for (; untilTurn(pace, 60_000) === 0; free++) pace = takeTurn(pace, 60_000);
  expect(free).toBe(5);
});

test("who does not wait is made up for by those who do", () => {
  let pace = paceAt(20);
  for (let i = 0; i < 10; i++) pace = takeTurn(pace, 0);
  expect(untilTurn(pace, 0)).toBeCloseTo(550, 0);
});

test.each([25, 100])("a limit of %i a second that nobody told of is found, and hardly ever passed again", (takes) => {
  const { times, tooMuch } = leave(60 * takes, FREE, takes);
  const seconds = times.at(-1)! / 1000;
  expect(seconds).toBeLessThan(60 / 0.7);
  expect(tooMuch.length).toBeLessThan(seconds / 5);
});

test("a limit that is gone is forgotten", () => {
  let { pace } = leave(100, FREE, 10);
  let now = pace.atMs;
  const from = now;
  for (let i = 0; i < 2_000; i++) {
    now += untilTurn(pace, now);
    pace = takeTurn(pace, now);
  }
  expect((now - from) / 1000).toBeLessThan(90);
  expect(pace.rate).toBeGreaterThan(60);
});

test("too much is one thing, however many hear of it: nothing leaves for a second, and then less than before", () => {
  let pace = paceAt(40);
  for (let i = 0; i < 80; i++) pace = takeTurn(pace, i * 25);
  for (let i = 0; i < 12; i++) pace = slower(pace, 1900 + i, 2000 + i, 0);
  expect(pace.rate).toBeGreaterThan(20);
  expect(pace.rate).toBeLessThan(30);
  expect(untilTurn(pace, 2000)).toBe(1000);
  expect(slower(pace, 3000, 3001, 0).rate).toBeLessThan(pace.rate);
});

test("at a quiet hour one that is too much says nothing about rushes", () => {
  expect(slower(takeTurn(paceOf(FREE, 0), 0), 0, 1, 0).rate).toBe(7);
});

test("however busy it is, one a second still leaves", () => {
  let pace = paceOf(20, 0);
  for (let i = 0; i < 20; i++) pace = slower(pace, i, i, 0);
  expect(pace.rate).toBe(1);
});

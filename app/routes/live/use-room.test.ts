import { expect, test } from "vitest";
import { merged } from "#app/routes/live/use-room.ts";
import type { Line, RoomState } from "#app/tasks/live/auction-views.ts";

const line = (seq: number): Line => ({ seq, at: seq, extendedTo: null });
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => line(from + i));
const state = (v: number, seen: Line[], more: Partial<RoomState> = {}) =>
  ({ v, round: 0, view: "public", bids: v, lines: seen, ...more }) as RoomState;

test("the newer state comes with the log of both", () => {
  expect(merged(state(3, lines(1, 3)), state(5, lines(2, 5)))?.lines.map((l) => l.seq)).toEqual([1, 2, 3, 4, 5]);
});
test("an older state changes nothing", () => {
  const now = state(5, lines(1, 5));
  expect(merged(now, state(4, lines(1, 4)))).toBe(now);
});
test("a gap in the log asks for the whole", () => {
  expect(merged(state(3, lines(1, 3)), state(40, lines(29, 40)))).toBeUndefined();
  expect(merged(state(0, []), state(40, lines(29, 40)))).toBeUndefined();
});
test("a new round begins a new log", () => {
  const before = state(9, lines(1, 9), { bids: 9 });
  expect(merged(before, state(11, [], { round: 1, bids: 0 }))?.lines).toEqual([]);
  expect(merged(before, state(60, lines(30, 40), { round: 1, bids: 40 }))).toBeUndefined();
});

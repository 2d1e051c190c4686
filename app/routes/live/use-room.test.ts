import { expect, test } from "vitest";
import { merged } from "#app/routes/live/use-room.ts";
import type { Line, RoomState } from "#app/tasks/live/auction-views.ts";

const line = (seq: number): Line => ({ seq, at: seq, extendedTo: null });
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => line(from + i));
const state = (v: number, seen: Line[], more: Partial<RoomState> = {}) =>
  ({ v, round: 0, view: "public", bids: v, lines: seen, ...more }) as RoomState;

const seqs = (room: RoomState) => room.lines.map((l) => l.seq);

test("the newer state comes with the log of both", () => {
  const { state: now, gap } = merged(state(3, lines(1, 3)), state(5, lines(2, 5)));
  expect([now.v, seqs(now), gap]).toEqual([5, [1, 2, 3, 4, 5], false]);
});
test("an older state changes nothing", () => {
  const now = state(5, lines(1, 5));
  expect(merged(now, state(4, lines(1, 4)))).toEqual({ state: now, gap: false });
});
test("after a gap the numbers are new at once, and the log asks for the whole", () => {
  const { state: now, gap } = merged(state(3, lines(1, 3)), state(40, lines(29, 40)));
  expect([now.v, seqs(now)[3], gap]).toEqual([40, 29, true]);
  expect(merged(state(0, []), state(40, lines(29, 40))).gap).toBe(true);
});
test("a new round begins a new log", () => {
  const before = state(9, lines(1, 9), { bids: 9 });
  expect(merged(before, state(11, [], { round: 1, bids: 0 }))).toMatchObject({ state: { lines: [] }, gap: false });
  expect(merged(before, state(60, lines(30, 40), { round: 1, bids: 40 })).gap).toBe(true);
});

/**
 * How fast requests leave: a bucket that fills with `rate` turns a second. When the channel says that it is too much, nothing leaves for a
 * moment and the rate falls below what was leaving; every turn taken since then raises it a little. So it stays just below a limit that
 * nobody here knows, that may change, and that other processes have a part of.
 */
export type Pace = {
  /** Turns a second now, and at most. */
  rate: number;
  most: number;
  /** Turns in the bucket at `atMs`; below zero when somebody did not wait. */
  turns: number;
  atMs: number;
  /** How many left in about the last second. */
  flow: number;
  /** When it last became slower, and until when nothing leaves. */
  slowedMs: number;
  restMs: number;
};

/** No limit that anything here could reach. */
export const FREE = 1_000_000;
/** What the bucket holds, in seconds' worth of turns: a busy process, whose timers are late, makes up for it, and hardly passes a limit by the second. */
const HOLDS_S = 0.25;
/** A limit that is passed is by the second: in the next one there is room again. */
const REST_MS = 1000;
const SLOWER = 0.7;
const SLOWEST = 1;
/** What too much at a quiet hour says nothing about. */
const QUIET = 10;
/** Each turn adds so much to the rate: three in a hundred a second while every turn is used. */
const RAISES = 0.03;
/** Sums of fractions miss a whole turn by less than this. */
const NEARLY = 1e-6;

const holds = (rate: number) => Math.max(1, rate * HOLDS_S);

export const paceOf = (most: number, nowMs: number): Pace => ({
  rate: most,
  most,
  turns: holds(most),
  atMs: nowMs,
  flow: 0,
  slowedMs: Number.NEGATIVE_INFINITY,
  restMs: nowMs,
});

const filled = ({ turns, atMs, rate }: Pace, nowMs: number) => Math.min(turns + (Math.max(0, nowMs - atMs) / 1000) * rate, holds(rate));

/** In how many milliseconds there is a turn; 0: now. */
export function untilTurn(pace: Pace, nowMs: number): number {
  const lacks = 1 - NEARLY - filled(pace, nowMs);
  return Math.max(0, pace.restMs - nowMs, (lacks / pace.rate) * 1000);
}

export function takeTurn(pace: Pace, nowMs: number): Pace {
  const passed = Math.max(0, nowMs - pace.atMs);
  return {
    ...pace,
    rate: Math.min(pace.most, pace.rate + RAISES),
    turns: filled(pace, nowMs) - 1,
    atMs: pace.atMs + passed,
    flow: pace.flow * Math.exp(-passed / 1000) + 1,
  };
}

/**
 * A request that left at `leftMs` was too much. What left before the pace became slower says nothing new. `chance` (0 to 1) keeps several
 * processes from coming back at the same moment.
 */
export function slower(pace: Pace, leftMs: number, nowMs: number, chance: number): Pace {
  if (leftMs <= pace.slowedMs) return pace;
  const left = Math.min(pace.rate, Math.max(pace.flow, QUIET));
  const rate = Math.max(SLOWEST, left * SLOWER);
  return { ...pace, rate, turns: 0, atMs: nowMs, slowedMs: nowMs, restMs: nowMs + REST_MS * (1 + chance / 4) };
}

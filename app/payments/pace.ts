/**
 * How fast charges leave: a bucket that fills with `rate` turns a second and holds a few, so that a pause is made up for. When the
 * channel says that it is too much the rate is halved; every turn taken since then brings it a little nearer to what it was.
 */
export type Pace = {
  /** Turns a second now, and at most. */
  rate: number;
  most: number;
  /** Turns in the bucket at `atMs`; below zero when turns were promised ahead. */
  turns: number;
  atMs: number;
};

/** What the bucket holds, in seconds' worth of turns. */
const HOLDS_S = 0.5;
const SLOWEST = 1;
/** A turn brings back this part of the way to the full rate: about half of it in ten seconds at the slowest usual rates. */
const RECOVERY = 0.005;

export const paceOf = (most: number, atMs: number): Pace => ({ rate: most, most, turns: 1, atMs });

/** Takes the next turn, which comes after `waitMs`. */
export function takeTurn(pace: Pace, nowMs: number): { pace: Pace; waitMs: number } {
  const rate = pace.rate + (pace.most - pace.rate) * RECOVERY;
  const filled = pace.turns + (Math.max(0, nowMs - pace.atMs) / 1000) * pace.rate;
  const turns = Math.min(filled, Math.max(1, rate * HOLDS_S)) - 1;
  const waitMs = turns >= 0 ? 0 : (-turns / rate) * 1000;
  return { pace: { ...pace, rate, turns, atMs: Math.max(nowMs, pace.atMs) }, waitMs };
}

export const slower = (pace: Pace): Pace => ({ ...pace, rate: Math.max(SLOWEST, pace.rate / 2), turns: Math.min(pace.turns, 0) });

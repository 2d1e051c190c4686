/** Every number of the live room that isn't a column of its own row. Durations in milliseconds. */
const minute = 60_000;

export const auctionPolicy = {
  lobbyMinutes: 10,
  softWindowMs: 3 * minute,
  extendMs: 3 * minute,
  maxExtensions: 20,
  /** The hard end: this long after the scheduled one, whatever is bid. */
  hardAfterMs: 60 * minute,
  intervalMs: 2000,
  maxFailures: 5,
  failurePauseMs: 10_000,
  /** A bid this far under one's own last price asks for the price once more. */
  confirmBps: 1500,
  /** A room that should have opened longer ago than this (time travel, a stopped server) opens with a fresh notice instead. */
  lateStartMs: 15_000,
  lateNoticeMs: minute,
  /** A gap of the clock longer than this is an outage: running rooms stand still. */
  outageMs: 15_000,
  /** Longer than this: the round is void and starts again. */
  abortMs: 2 * minute,
  resumeAfterMs: minute,
  resumeLeavesMs: 3 * minute,
  restartAfterMs: 120 * minute,
  restartGridMs: 10 * minute,
  /** Lines of the log that travel with every state, and with a whole snapshot. */
  tailLines: 8,
  historyLines: 400,
  /** Bids handed to the database in one call, and how many may wait for it. */
  batch: 256,
  waiting: 5000,
  /** How often a room tells its watchers, by how many there are. */
  tellEveryMs: (watchers: number) => (watchers <= 2000 ? 100 : 200),
};

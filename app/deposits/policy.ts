const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Every number of deposits and of the promises that they stand for. */
export const policy = {
  /**
   * A provider's tiers: what is paid, how many promises of the three it carries, and up to how much it answers for each of them on one
   * contract.
   */
  tiers: [
    { fen: 1_000_00n, promises: 1, coverFen: 1_000_00n },
    { fen: 3_000_00n, promises: 3, coverFen: 1_000_00n },
    { fen: 9_000_00n, promises: 3, coverFen: 3_000_00n },
  ],
  minClaimFen: 10_00n,
  /** Three months of care after the work is done. */
  warrantyMs: 90 * DAY,
  /** A claim may still be filed this long after the contract's end, or after its warranty's; then the deposit may leave. */
  exitMs: 30 * DAY,
  /** A deposit under its tier keeps its badge this long. */
  fillMs: 15 * DAY,
  /** Working time: the provider answers a claim, an operator decides it. */
  answerMs: 3 * 24 * HOUR,
  decideMs: 3 * 24 * HOUR,
  /** The employer's intent bond: a hundredth of the budget within these bounds. */
  bond: { bps: 100n, minFen: 50_00n, maxFen: 2_000_00n },
  /** A task taken back with so many bids costs its employer this part of the bond. */
  cancelSharesFrom: 3,
  cancelShareBps: 5_000n,
  /** A bond whose task was never posted goes back by itself. */
  draftBondMs: 30 * DAY,
  filesPerClaim: 10,
  /** Waits between tries of a sum that failed for certain; after the last a refund takes another way and a transfer waits for an operator. */
  retryMs: [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR],
} as const;

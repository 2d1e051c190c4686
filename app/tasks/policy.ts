/** Every number of the market. Durations in milliseconds unless the name says otherwise; money in fen. */
const hour = 3_600_000;
const day = 24 * hour;

export const policy = {
  /** A budget below ¥100 is not worth a tender; above ¥20,000,000 it belongs before a committee. */
  minBudgetFen: 100_00n,
  maxBudgetFen: 20_000_000_00n,
  minPriceFen: 1_00n,
  /** Five stages of the longest kind (contracts/policy.ts maxStageDays). */
  maxWorkDays: 165,
  bidDays: { default: 7, min: 1, max: 30 },
  /** Whether the form proposes an intent bond; the employer decides. */
  bondByDefault: { TENDER_LIVE: true, TENDER_SEALED: false },
  stages: { max: 5, items: 12 },
  criteria: { max: 5 },
  weights: { price: 40, time: 10, quality: 35, record: 15, minPrice: 10, maxPrice: 70 },
  files: 10,
  proposalChars: 3000,
  invites: 10,
  /** An employer may fix and resubmit a rejected task so many times. */
  rejections: 3,
  /** Operators are told again when a task has waited this long for review. */
  reviewEscalateMs: 4 * hour,
  /** An amendment leaves bidders at least this long. */
  amendLeavesMs: 48 * hour,
  /** One bidder's edits are this far apart. */
  editEveryMs: 30_000,
  /** Valid bids per task. */
  bidCap: 20,
  /** Live bids at once of an unverified and of a verified provider. */
  quota: { unverified: 5, verified: 15 },
  qualifyMs: 72 * hour,
  fixMs: 24 * hour,
  /** The room opens at the earliest this long after it is announced. */
  roomNoticeMs: 4 * hour,
  roomLatestMs: 14 * day,
  roomMinutes: { default: 30, min: 10, max: 120 },
  selectMs: 7 * day,
  selectGraceMs: 3 * day,
  acceptMs: 36 * hour,
  standbyAcceptMs: 24 * hour,
  standbys: 2,
  standbyMs: 15 * day,
  /** Below this share of the budget a live bid is refused. */
  floorBps: 5000,
  /** A price this far below the mean of the others is marked as abnormally low. */
  lowBps: 4000,
  remindBeforeMs: [72 * hour, 24 * hour, 2 * hour],
  record: { verified: 60, unverified: 40, perContract: 4, max: 100 },
  pageSize: 20,
  /** Counts on the market page are exact up to here and shown as "2,000+" beyond. */
  countUpTo: 2000,
};

/** Every number of campaigns. Durations in milliseconds unless the name says otherwise; money in fen. Sources in brackets: rules RC-01 to RC-50. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const policy = {
  // the campaign
  durationDays: { min: 1, max: 60, default: 30 },
  /** 20:00 in Shanghai: people are awake when it ends. */
  endMinute: 20 * 60,
  /** An end in these minutes of the day is warned about. */
  nightMinutes: [0, 7 * 60],
  goalFen: { min: 1_000_00n, max: 5_000_000_00n },
  /** From here on a second reviewer agrees, and a sample is asked for. */
  secondReviewerFen: 1_000_000_00n,
  sampleFen: 300_000_00n,
  reviewWorkingDays: 5,
  approvalMs: 90 * DAY,
  titleChars: 40,
  taglineChars: 80,
  storyChars: 20_000,
  budgetLines: { min: 1, max: 12 },
  rewards: { min: 1, max: 20 },
  addOns: 10,
  items: 8,
  options: 12,
  stretchGoals: 6,
  team: 8,
  faq: 20,
  evidence: 10,
  pictures: 20,
  /** Beside the goal: the channel's own least and most for a pledge. */
  pledgeFen: { min: 4_00n, max: 50_000_00n },
  /** An account younger than this that is not verified pledges more only after it showed its mail box again. */
  newAccountMs: 7 * DAY,
  newAccountFen: 5_000_00n,
  /** Units of one thing for one backer: at most so many; unless its creator says otherwise one of a reward, and of an add-on: */
  perBacker: { most: 10, reward: 1, addOn: 10 },
  outageMs: 30 * MINUTE,
  extensionMs: 24 * HOUR,

  // pledging
  claimMs: 15 * MINUTE,
  claimExtraMs: 5 * MINUTE,
  /** A success that is recorded later than this after the deadline no longer counts. */
  drainMs: 5 * MINUTE,
  offerMs: 30 * MINUTE,
  cancelQueueMs: 24 * HOUR,
  /**
   * Within a day one card or one phone is good for so many people of one campaign (a family shares them) and so many pledges altogether,
   * and one person for so many cards: beyond that somebody makes up a crowd, or tries cards out.
   */
  hands: { windowMs: DAY, people: 3, pledges: 20, cards: 5, keptMs: 90 * DAY },
  claimsPerBatch: 500,
  claimsWaiting: 5_000,

  // collecting
  attemptsMs: [0, 24 * HOUR, 72 * HOUR, 120 * HOUR, 168 * HOUR],
  windowMs: 168 * HOUR,
  retriesPerDay: 10,
  reminderMs: 48 * HOUR,
  lastReminderMs: [24 * HOUR, 2 * HOUR],
  /** Less than this share of the goal collected asks for a decision. */
  decisionBps: 9_000,
  decisionMs: 5 * DAY,
  /** Declines that no retry can mend. */
  hardDeclines: ["lost_card", "stolen_card", "pickup_card", "expired_card", "invalid_account", "do_not_honor_permanently"],

  // refunds
  coolingOffMs: 72 * HOUR,
  returnMs: 7 * DAY,
  defectMs: 15 * DAY,
  defectAnswerMs: 7 * DAY,
  defectDecideMs: 15 * DAY,
  delay: { newDateMs: 7 * DAY, unreleasedDays: 30, fullDays: 90, automaticDays: 120 },
  correctionMs: 14 * DAY,
  /** Above this share over what was agreed, a backer may take everything back; the answer to a higher cost has this long. */
  costRise: { overBps: 1_000, answerMs: 14 * DAY },
  refundPromiseMs: 24 * HOUR,
  retryMs: [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR],

  // paying out
  startShareBps: { default: 4_000, min: 100, max: 5_000, inStock: 7_000 },
  startAfterMs: 14 * DAY,
  productionUpdateMs: 30 * DAY,
  deliveredBps: 9_500,
  feeBps: 500n,
  /** After a stage is released its money can go into tasks for this long, then it is transferred. */
  allocateMs: 7 * DAY,
  holdWarnMs: 75 * DAY,
  holdDecideMs: 85 * DAY,

  // after success
  lateMaxIdleMs: 30 * DAY,
  surveyMs: 30 * DAY,
  addressNoticeMs: 14 * DAY,
  addressReminderMs: 72 * HOUR,
  lockLatestMs: 180 * DAY,
  messagesPerDay: 3,
  autoConfirmMs: 15 * DAY,
  confirmReminderDays: [7, 14],
  cadence: { liveMs: 7 * DAY, afterMs: 30 * DAY, warnMs: 45 * DAY, freezeMs: 60 * DAY, defaultMs: 90 * DAY },

  // watching over
  relatedBps: 500,
  /** Five of a dozen equal backers are no pattern: it is looked for from twenty on. */
  concentration: { top: 5, topBps: 4_000, hourBps: 3_000, accountMs: 24 * HOUR, fromBackers: 20 },
  firstLookMs: 24 * HOUR,
  firstLookLateMs: 2 * HOUR,
  /** So close to the deadline there is less time to look. */
  lateLookMs: 48 * HOUR,
  /** New accounts that back the same campaign with one card or one phone. */
  sameHands: 3,
  /** A campaign whose numbers move is looked at again after this long, and what was decided comes up again when it has grown by half. */
  watchMs: 10 * MINUTE,
  growth: 1.5,
} as const;

/** The version of these rules that a frozen result names. */
export const RULES = "2026-12";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Every number of contracts, money held and disputes. */
export const policy = {
  /** Working time: days that are no working days do not count. */
  signMs: 72 * HOUR,
  firstFundMs: 48 * HOUR,
  /** Calendar time; then the contract pauses. */
  nextFundMs: 72 * HOUR,
  /** A stage unfunded for so long lets the provider leave. */
  providerMayLeaveMs: 10 * DAY,
  autoStartMs: 24 * HOUR,
  lateGraceMs: 24 * HOUR,

  acceptDays: 7,
  acceptDaysSmall: 3,
  smallPriceFen: 200_000n,
  minAcceptDays: 3,
  maxAcceptDays: 14,
  /** Reminders before an automatic acceptance, in hours; it fires only after two deliveries. */
  reminderHours: [72, 24, 2],
  remindersNeeded: 2,
  /** What a silent employer gets when the reminders could not be delivered in time. */
  reminderGraceMs: 24 * HOUR,
  includedRounds: 2,
  changesDays: 5,
  /** Rounds that a change order may add to a stage; each takes its days from the stage. */
  maxExtraRounds: 3,
  /** After two full restarts the acceptance clock is this short. */
  fullRestarts: 2,
  finalAcceptDays: 3,

  coolingDays: 5,
  coolingDaysVerified: 2,
  /** A card holder can dispute a payment; a card-paid stage cools at least this long. */
  coolingDaysCard: 5,

  feeTiers: [
    { uptoFen: 5_000_000n, bps: 500n },
    { uptoFen: 30_000_000n, bps: 400n },
    { uptoFen: null, bps: 300n },
  ],
  minFeeFen: 200n,

  /** About half a US dollar, the least that a payment channel takes. */
  minStageFen: 400n,
  maxStageFen: 20_000_000n,
  maxStageDays: 33,
  maxStages: 12,
  maxItems: 12,

  /** Working time to answer a change order, each counter-offer anew. */
  changeAnswerMs: 72 * HOUR,
  /** Calendar time to state how much is done when a contract ends, and to answer that. */
  endingAnswerMs: 72 * HOUR,
  /** Calendar time to pay for a stage that becomes dearer. */
  raisePayMs: 72 * HOUR,

  /** Channels let money lie for 90 days: both sides hear at 75, and at 85 it is released or given back. */
  holdWarnMs: 75 * DAY,
  holdEndMs: 85 * DAY,

  takeBackOverdueMs: 3 * DAY,
  takeBackSilentMs: 7 * DAY,
  takeBackNoticeMs: 48 * HOUR,

  dispute: {
    respondMs: 5 * DAY,
    /** A silent side that can prove that it was away takes a default back within this time; nothing is executed before. */
    reinstateMs: 48 * HOUR,
    negotiateMs: 3 * DAY,
    /** Working time for the mediator's proposal, calendar time for both answers. */
    proposeMs: 2 * DAY,
    answerMs: 2 * DAY,
    /** Working time for the decision, calendar time for an appeal, working time for the decision on it. */
    decideMs: 3 * DAY,
    appealMs: 3 * DAY,
    decideAppealMs: 5 * DAY,
    /** After a final decision a court or arbitration can still be named for so long; then it is executed. */
    executeMs: 24 * HOUR,
    /** How long a case that was filed outside keeps the money frozen at most. */
    filedMs: 30 * DAY,
    maxOffers: 30,
    /** So many that both sides' statements, with the answer and the appeal, are read whole on one page. */
    maxStatements: 90,
  },

  /** Waits between tries of a transfer or refund that failed for certain; after the last an operator decides. */
  retryMs: [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR],
} as const;

export const days = (n: number) => n * DAY;
export const hours = (n: number) => n * HOUR;

/**
 * The longest stage that can still be accepted, revised and disputed before the channel's limit:
 * 90 - 3 - acceptance - cooling 5 - revisions of 5 (two, and what was agreed on top) - dispute 32, at most 33.
 */
export const maxWorkDays = (acceptDays: number, extraRounds = 0) =>
  Math.min(policy.maxStageDays, 90 - 3 - acceptDays - 5 - (policy.includedRounds + extraRounds) * policy.changesDays - 32);

/** How long the employer has to answer a delivery unless the contract says otherwise. */
export const acceptDaysFor = (priceFen: bigint) => (priceFen <= policy.smallPriceFen ? policy.acceptDaysSmall : policy.acceptDays);

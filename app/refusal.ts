/** Every expected "no" of the product and its HTTP status. A code without a sentence in both languages does not compile (i18n/errors.zh.ts). */
export const refusalStatus = {
  // everywhere
  notFound: 404,
  notAllowed: 403,
  signInFirst: 401,
  tooMany: 429,
  wrongState: 409,
  changedMeanwhile: 409,
  unreadable: 400,
  payloadTooLarge: 413,
  // files
  fileTooLarge: 413,
  fileType: 415,
  tooManyFiles: 413,
  // people
  signInFailed: 401,
  accountSuspended: 403,
  accountClosed: 403,
  emailNotConfirmed: 403,
  linkInvalid: 409,
  wrongPassword: 403,
  alreadyMember: 409,
  lastOwner: 409,
  tooManyMembers: 409,
  tooManyItems: 409,
  invitationOver: 409,
  notInvited: 403,
  obligationsOpen: 409,
  handOverFirst: 409,
  verificationPending: 409,
  alreadyVerified: 409,
  usccTaken: 409,
  alreadyReported: 409,
  wordTooShort: 409,
  orgSuspended: 403,
  // money
  tillAway: 503,
  tillRefused: 409,
  // contracts
  selfDealing: 409,
  itemsUnanswered: 400,
  roundsUsed: 409,
  overRest: 409,
  refundPending: 409,
  notOverdue: 409,
  notSilent: 409,
  noNotice: 409,
  noticeRunning: 409,
  stagesRunning: 409,
  mayNotLeaveYet: 409,
  splitMustSum: 400,
  taskSuspended: 409,
  // tasks
  rejectedTooOften: 409,
  briefIncomplete: 400,
  forbiddenWords: 400,
  nothingChanged: 400,
  biddingClosed: 409,
  taskAmended: 409,
  overBudget: 400,
  bidQuota: 409,
  bidCap: 409,
  editTooSoon: 429,
  bidNoLongerFits: 409,
  scoreAll: 400,
  fixedOnce: 409,
  roomTooSoon: 400,
  roomTooLate: 400,
  judgeAll: 409,
  tooFewQualified: 409,
  roomIsPossible: 409,
  scoresFixed: 409,
  scoreFirst: 409,
  reasonForRank: 400,
  providerAway: 409,
  awardGone: 409,
  // campaigns
  lateNothing: 409,
  latePriceLow: 400,
  surveySent: 409,
  surveyTooEarly: 409,
  lockTooSoon: 400,
  lockTooLate: 400,
  addressNeeded: 400,
  addressLocked: 409,
  otherProvince: 409,
  answerNeeded: 400,
  notLockedYet: 409,
  batchInPast: 400,
  nobodyToPlan: 409,
  tooManyBatches: 409,
  batchSent: 409,
  trackingNeeded: 400,
  shipmentLines: 400,
  shipmentUnknown: 400,
  shipmentsNone: 400,
  tooManyShipments: 400,
  noneOfThese: 409,
  notAllDelivered: 409,
  defectOpen: 409,
  notReceivedYet: 409,
  defectTooLate: 409,
  overPledge: 400,
  answerPending: 409,
  messagesUsed: 429,
  nobodyToWrite: 409,
  realNameFirst: 409,
  promisesMoney: 400,
  picturesUnnamed: 400,
  appealedOnce: 409,
  anotherReviewer: 409,
  secondReviewer: 409,
  policyDiffers: 409,
  checklistOpen: 400,
  approvalOver: 409,
  contentChanged: 409,
  payeeFirst: 409,
  launchTooSoon: 400,
  launchTooLate: 400,
  windowPast: 409,
  noOutage: 409,
  extendedOnce: 409,
  lockedByClaim: 409,
  belowClaimed: 409,
  onlyMore: 409,
  correctionPending: 409,
  onlyLater: 400,
  nothingToGiveBack: 409,
  claimsOpen: 409,
  // live room
  liveClosed: 409,
  liveNotBidder: 403,
  liveRate: 429,
  liveStale: 409,
  liveFloor: 409,
  liveStep: 409,
  liveConfirm: 409,
} as const satisfies Record<string, 400 | 401 | 403 | 404 | 409 | 413 | 415 | 429 | 503>;

export type RefusalCode = keyof typeof refusalStatus;
export type Params = Record<string, string | number>;

/** Thrown by verbs for every expected "no"; doors turn it into a status and a sentence. `field` puts the sentence beside a form field. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly params: Params;
  readonly field: string | undefined;
  constructor(code: RefusalCode, params: Params = {}, field?: string) {
    super(code);
    this.name = "Refusal";
    this.code = code;
    this.params = params;
    this.field = field;
  }
  get status() {
    return refusalStatus[this.code];
  }
}

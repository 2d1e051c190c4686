import type { Flow } from "#app/flow.ts";

/**
 * A campaign: six small machines, so that no illegal mixture needs a name. Its row is what pledges queue at; its escrow is
 * received - refunded - released.
 */
export const lifecycles = [
  "DRAFT",
  "IN_REVIEW",
  "CHANGES_REQUESTED",
  "REJECTED",
  "APPROVED",
  "PRELAUNCH",
  "LIVE",
  "SETTLING",
  "SUCCESSFUL",
  "FAILED",
  "CANCELLED",
] as const;
export type Lifecycle = (typeof lifecycles)[number];
export type Moderation = "CLEAR" | "FLAGGED" | "FROZEN" | "SUSPENDED" | "PURGED";
export type Collection = "NONE" | "CHARGING" | "RETRY_WINDOW" | "DECISION_NEEDED" | "CLOSED";
export type LatePledging = "OFF" | "SCHEDULED" | "OPEN" | "ENDED";
export type Fulfilment = "NOT_STARTED" | "SURVEY" | "IN_PRODUCTION" | "SHIPPING" | "DELIVERED" | "OVERDUE" | "DEFAULTED";
export type PayoutState = "PLANNED" | "HELD" | "RELEASABLE" | "RELEASING" | "RELEASED" | "FAILED" | "CLAWED_BACK";

/** `settler` is the clock's settling; `reviewer` an operator outside the creator's organisation. */
export const lifecycleFlow = {
  saveDraft: { by: "creator", from: ["DRAFT", "CHANGES_REQUESTED", "REJECTED"], to: ["DRAFT", "CHANGES_REQUESTED", "REJECTED"] },
  submitCampaign: { by: "creator", from: ["DRAFT", "CHANGES_REQUESTED"], to: "IN_REVIEW" },
  withdrawCampaign: { by: "creator", from: ["IN_REVIEW", "APPROVED", "PRELAUNCH"], to: "DRAFT" },
  approveCampaign: { by: "reviewer", from: "IN_REVIEW", to: "APPROVED" },
  requestChanges: { by: "reviewer", from: "IN_REVIEW", to: "CHANGES_REQUESTED" },
  rejectCampaign: { by: "reviewer", from: "IN_REVIEW", to: "REJECTED" },
  appealRejection: { by: "creator", from: "REJECTED", to: "IN_REVIEW" },
  lapseApproval: { by: "clock", from: ["APPROVED", "PRELAUNCH"], to: "DRAFT", at: "approvalEndsAt" },
  publishPreview: { by: "creator", from: "APPROVED", to: "PRELAUNCH" },
  launchCampaign: { by: ["creator", "clock"], from: ["APPROVED", "PRELAUNCH"], to: "LIVE", at: "launchAt" },
  cancelCampaign: { by: ["creator", "operator"], from: "LIVE", to: "CANCELLED" },
  /** What operators found out at the last moment: the deadline has passed, and nobody is charged yet. */
  stopCampaign: { by: "operator", from: "SETTLING", to: "CANCELLED" },
  beginSettling: { by: "settler", from: "LIVE", to: "SETTLING", at: "deadlineAt" },
  /** They stopped it before, and nobody decided in time. */
  endStandstill: { by: "clock", from: "SETTLING", to: "CANCELLED", at: "deadlineAt" },
  settleCampaign: { by: "settler", from: "SETTLING", to: ["SUCCESSFUL", "FAILED"] },
  refundAll: { by: ["creator", "clock"], from: "SUCCESSFUL", to: "FAILED", at: "decisionBy" },
} as const satisfies Flow<Lifecycle>;
export type LifecycleVerb = keyof typeof lifecycleFlow;

export const moderationFlow = {
  flag: { by: "operator", from: "CLEAR", to: "FLAGGED" },
  freeze: { by: "operator", from: ["CLEAR", "FLAGGED"], to: "FROZEN" },
  suspend: { by: "operator", from: ["CLEAR", "FLAGGED", "FROZEN"], to: "SUSPENDED" },
  purge: { by: "operator", from: ["FLAGGED", "FROZEN", "SUSPENDED"], to: "PURGED" },
  clear: { by: "operator", from: ["FLAGGED", "FROZEN", "SUSPENDED", "PURGED"], to: "CLEAR" },
} as const satisfies Flow<Moderation>;

export const collectionFlow = {
  beginCharging: { by: "settler", from: "NONE", to: "CHARGING" },
  openRetryWindow: { by: "clock", from: "CHARGING", to: "RETRY_WINDOW" },
  askDecision: { by: "clock", from: ["CHARGING", "RETRY_WINDOW"], to: "DECISION_NEEDED", at: "windowEndsAt" },
  closeCollection: { by: "clock", from: ["CHARGING", "RETRY_WINDOW"], to: "CLOSED", at: "windowEndsAt" },
  deliverAnyway: { by: "creator", from: "DECISION_NEEDED", to: "CLOSED" },
  refundAll: { by: ["creator", "clock"], from: "DECISION_NEEDED", to: "CLOSED", at: "decisionBy" },
} as const satisfies Flow<Collection>;

export const lateFlow = {
  scheduleLate: { by: "creator", from: "OFF", to: "SCHEDULED" },
  cancelLate: { by: "creator", from: "SCHEDULED", to: "OFF" },
  openLate: { by: "settler", from: "SCHEDULED", to: "OPEN" },
  endLate: { by: ["creator", "clock"], from: ["SCHEDULED", "OPEN"], to: "ENDED", at: "lateEndsAt" },
} as const satisfies Flow<LatePledging>;

export const fulfilmentFlow = {
  sendSurvey: { by: ["creator", "clock"], from: "NOT_STARTED", to: "SURVEY" },
  beginProduction: { by: "creator", from: ["NOT_STARTED", "SURVEY"], to: "IN_PRODUCTION" },
  beginShipping: { by: "creator", from: ["NOT_STARTED", "SURVEY", "IN_PRODUCTION", "OVERDUE"], to: "SHIPPING" },
  finishDelivery: { by: ["creator", "clock"], from: ["SHIPPING", "OVERDUE", "IN_PRODUCTION", "SURVEY", "NOT_STARTED"], to: "DELIVERED" },
  markOverdue: { by: "clock", from: ["NOT_STARTED", "SURVEY", "IN_PRODUCTION"], to: "OVERDUE" },
  markDefaulted: { by: ["operator", "clock"], from: ["NOT_STARTED", "SURVEY", "IN_PRODUCTION", "SHIPPING", "OVERDUE"], to: "DEFAULTED" },
} as const satisfies Flow<Fulfilment>;

export const payoutFlow = {
  holdStage: { by: ["operator", "clock"], from: ["PLANNED", "RELEASABLE"], to: "HELD" },
  unholdStage: { by: ["operator", "clock"], from: "HELD", to: "PLANNED" },
  releaseStage: { by: ["clock", "operator"], from: "PLANNED", to: "RELEASABLE", at: "dueAt" },
  transferStage: { by: ["creator", "clock"], from: ["RELEASABLE", "FAILED"], to: "RELEASING", at: "transferAt" },
  finishStage: { by: "stripe", from: ["RELEASABLE", "RELEASING", "FAILED"], to: "RELEASED" },
  failStage: { by: "stripe", from: "RELEASING", to: "FAILED" },
  reverseStage: { by: "stripe", from: "RELEASED", to: "FAILED" },
  clawBack: { by: ["operator", "clock", "creator"], from: ["RELEASABLE", "FAILED", "RELEASED"], to: "CLAWED_BACK" },
} as const satisfies Flow<PayoutState>;

/** Moderation under which new pledges are taken. */
export const takesPledges: readonly Moderation[] = ["CLEAR", "FLAGGED"];
/** Moderation under which a campaign's money leaves to its creator. */
export const paysOut: readonly Moderation[] = ["CLEAR"];
/** After success, while latecomers may still order: what has a price for them, at that price. */
export const sellsLate = (of: { lifecycle: Lifecycle; latePledge: LatePledging }) =>
  of.lifecycle === "SUCCESSFUL" && of.latePledge === "OPEN";
/** What everybody may see of a campaign's life (a purged one is seen by nobody else). */
export const publicLifecycles: readonly Lifecycle[] = ["PRELAUNCH", "LIVE", "SETTLING", "SUCCESSFUL", "FAILED", "CANCELLED"];

export const categories = ["hardware", "design", "food", "culture", "home", "outdoors", "education", "wellness"] as const;
export type CampaignCategory = (typeof categories)[number];

/** What backers have left in a campaign: what came in, less what went back, wherever it is now. The one figure that is called received. */
export const keptFen = (of: { receivedFen: bigint; refundedFen: bigint }) => of.receivedFen - of.refundedFen;
/** What stands in a campaign's escrow. */
export const heldFen = (of: { receivedFen: bigint; refundedFen: bigint; releasedFen: bigint }) => keptFen(of) - of.releasedFen;
/** The same without what card disputes freeze. */
export const freeFen = (of: { receivedFen: bigint; refundedFen: bigint; releasedFen: bigint; cardFrozenFen: bigint }) =>
  heldFen(of) - of.cardFrozenFen;
/** How much of the goal is pledged, in hundredths of a percent, rounded down: never says 100 % before it is. */
export const fundedBps = (of: { pledgedFen: bigint; goalFen: bigint }) =>
  of.goalFen > 0n ? Number((of.pledgedFen * 10_000n) / of.goalFen) : 0;

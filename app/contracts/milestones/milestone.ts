import { z } from "zod";
import { days, policy } from "#app/contracts/policy.ts";
import { shiftDeadline } from "#app/contracts/working-days.ts";
import type { Flow } from "#app/flow.ts";
import { fileIds, id, line, optionalText, say, yuan } from "#app/form.ts";

/** A milestone: a stage of the work with its own money in escrow. What is in escrow = amount - released - refunded, once funded. */
export type MilestoneState =
  | "PLANNED"
  | "AWAITING_FUNDING"
  | "FUNDED"
  | "WORKING"
  | "SUBMITTED"
  | "CHANGES_REQUESTED"
  | "ACCEPTED"
  | "RELEASING"
  | "RELEASED"
  | "REFUNDING"
  | "REFUNDED"
  | "CANCELLED";

export const milestoneFlow = {
  openFunding: { by: "clock", from: "PLANNED", to: "AWAITING_FUNDING" },
  fundMilestone: { by: "employer", from: "AWAITING_FUNDING", to: "FUNDED", at: "fundBy" },
  startWork: { by: ["provider", "clock"], from: "FUNDED", to: "WORKING", at: "fundedAt" },
  submitDelivery: { by: "provider", from: ["WORKING", "CHANGES_REQUESTED"], to: "SUBMITTED", at: "dueAt" },
  requestChanges: { by: "employer", from: "SUBMITTED", to: "CHANGES_REQUESTED" },
  acceptDelivery: { by: ["employer", "clock"], from: "SUBMITTED", to: "ACCEPTED", at: "acceptBy" },
  releaseMilestone: { by: "clock", from: "ACCEPTED", to: "RELEASING", at: "coolingUntilAt" },
  cancelFunded: { by: "employer", from: "FUNDED", to: "REFUNDING" },
  giveBack: { by: "provider", from: ["FUNDED", "WORKING", "SUBMITTED", "CHANGES_REQUESTED"], to: "REFUNDING" },
  giveNotice: { by: "employer", from: "WORKING", to: "WORKING" },
  takeBack: { by: "employer", from: "WORKING", to: "REFUNDING" },
  proposeRefund: {
    by: ["employer", "provider"],
    from: ["WORKING", "SUBMITTED", "CHANGES_REQUESTED", "ACCEPTED"],
    to: ["WORKING", "SUBMITTED", "CHANGES_REQUESTED", "ACCEPTED"],
  },
  answerRefund: {
    by: ["employer", "provider"],
    from: ["WORKING", "SUBMITTED", "CHANGES_REQUESTED", "ACCEPTED"],
    to: ["WORKING", "SUBMITTED", "CHANGES_REQUESTED", "ACCEPTED", "REFUNDING"],
  },
  openDispute: {
    by: ["employer", "provider"],
    from: ["FUNDED", "WORKING", "SUBMITTED", "CHANGES_REQUESTED", "ACCEPTED"],
    to: ["FUNDED", "WORKING", "SUBMITTED", "CHANGES_REQUESTED", "ACCEPTED"],
  },
  /** Whoever ends a dispute, its execution may empty the stage's escrow. */
  executeDispute: {
    by: "clock",
    from: ["FUNDED", "WORKING", "SUBMITTED", "CHANGES_REQUESTED", "ACCEPTED"],
    to: ["RELEASING", "REFUNDING"],
  },
  endHold: {
    by: "clock",
    from: ["FUNDED", "WORKING", "SUBMITTED", "CHANGES_REQUESTED", "ACCEPTED"],
    to: ["RELEASING", "REFUNDING"],
    at: "fundedAt",
  },
  changeStage: {
    by: ["employer", "provider", "stripe"],
    from: ["PLANNED", "AWAITING_FUNDING", "FUNDED", "WORKING", "SUBMITTED", "CHANGES_REQUESTED"],
    to: ["PLANNED", "AWAITING_FUNDING", "FUNDED", "WORKING", "SUBMITTED", "CHANGES_REQUESTED"],
  },
  agreeEnding: {
    by: "employer",
    from: ["WORKING", "SUBMITTED", "CHANGES_REQUESTED"],
    to: ["WORKING", "SUBMITTED", "CHANGES_REQUESTED", "RELEASING", "REFUNDING"],
  },
  releaseRest: { by: "clock", from: "RELEASING", to: "RELEASING" },
  refundRest: { by: "clock", from: "REFUNDING", to: "REFUNDING" },
  loseCardDispute: {
    by: "stripe",
    from: ["FUNDED", "WORKING", "SUBMITTED", "CHANGES_REQUESTED", "ACCEPTED"],
    to: ["RELEASING", "REFUNDING"],
  },
  settle: { by: "stripe", from: ["RELEASING", "REFUNDING"], to: ["RELEASED", "REFUNDED"] },
  cancelUnfunded: { by: ["employer", "provider", "clock"], from: ["PLANNED", "AWAITING_FUNDING"], to: "CANCELLED" },
} as const satisfies Flow<MilestoneState>;

/** The way that work usually takes, for the stepper. */
export const milestoneSteps: MilestoneState[] = ["AWAITING_FUNDING", "FUNDED", "WORKING", "SUBMITTED", "ACCEPTED", "RELEASING", "RELEASED"];
export const endedStates: MilestoneState[] = ["RELEASED", "REFUNDED", "CANCELLED"];
/** The employer's money is in escrow and the work is not finished. */
export const runningStates: MilestoneState[] = ["FUNDED", "WORKING", "SUBMITTED", "CHANGES_REQUESTED"];
/** States in which part of the money may be disputed or given back by consent. */
export const disputableStates: MilestoneState[] = [...runningStates, "ACCEPTED"];

type Sums = { amountFen: bigint; releasedFen: bigint; refundedFen: bigint; disputedFen: bigint; cardFrozenFen: bigint };
/** What is still in escrow, frozen part included. Only of a funded milestone. */
export const heldFen = (m: Pick<Sums, "amountFen" | "releasedFen" | "refundedFen">) => m.amountFen - m.releasedFen - m.refundedFen;
/** What may still be released, refunded or disputed: neither side's dispute nor a card's freezes it (they may freeze the same money). */
export const restFen = (m: Sums) => {
  const rest = heldFen(m) - m.disputedFen - m.cardFrozenFen;
  return rest > 0n ? rest : 0n;
};

/** What is frozen in escrow: by the sides' disputes and by cards', which may freeze the same money. */
export const frozenFen = (m: Sums) => {
  const frozen = m.disputedFen + m.cardFrozenFen;
  return m.cardFrozenFen > 0n && frozen > heldFen(m) ? heldFen(m) : frozen;
};

/** How long the employer may answer a delivery: full, after two restarts shortened. Moves off holidays. */
export function acceptDeadline(submittedAt: Date, acceptDays: number, restarts: number): Date {
  const full = restarts <= policy.fullRestarts ? acceptDays : Math.min(acceptDays, policy.finalAcceptDays);
  return shiftDeadline(new Date(submittedAt.getTime() + days(full)));
}

/** When a released sum may leave: longer for providers whose identity nobody has checked, and for cards, whose holders can dispute. */
export function coolingEnd(acceptedAt: Date, verified: boolean, payMethod: string | null): Date {
  const byLevel = verified ? policy.coolingDaysVerified : policy.coolingDays;
  const cooling = payMethod === "card" ? Math.max(byLevel, policy.coolingDaysCard) : byLevel;
  return new Date(acceptedAt.getTime() + days(cooling));
}

/** An accepted stage has cooled: its money is the provider's, and no dispute is opened about it any more. */
export const hasCooled = (m: { state: MilestoneState; coolingUntilAt: Date | null }, now: Date) =>
  m.state === "ACCEPTED" && m.coolingUntilAt !== null && m.coolingUntilAt <= now;

/** The reminders, in hours before `acceptBy`, that fit after `submittedAt`. */
export const fittingReminders = (submittedAt: Date, acceptBy: Date) =>
  policy.reminderHours.filter((h) => acceptBy.getTime() - h * 3_600_000 > submittedAt.getTime());

/** Why the employer cannot take the money back yet, or null: overdue, provider silent, formal notice given and unanswered. */
export function takeBackBar(
  m: { dueAt: Date | null; formalNoticeAt: Date | null },
  providerLastAt: Date,
  now: Date,
): { bar: "notOverdue" | "notSilent" | "noNotice" | "noticeRunning"; until: Date | null } | null {
  const overdueAt = m.dueAt && new Date(m.dueAt.getTime() + policy.takeBackOverdueMs);
  if (!overdueAt || now < overdueAt) return { bar: "notOverdue", until: overdueAt };
  const silentAt = new Date(providerLastAt.getTime() + policy.takeBackSilentMs);
  if (now < silentAt) return { bar: "notSilent", until: silentAt };
  if (!m.formalNoticeAt || m.formalNoticeAt < providerLastAt) return { bar: "noNotice", until: null };
  const noticeEnd = new Date(m.formalNoticeAt.getTime() + policy.takeBackNoticeMs);
  return now < noticeEnd ? { bar: "noticeRunning", until: noticeEnd } : null;
}

// ── forms ──

const Stage = z.object({ milestoneId: id });
export const OnMilestone = Stage.strict();
export const SubmitDelivery = Stage.extend({
  note: line(3000, 2),
  answers: z.array(z.object({ itemId: id, answer: line(1000, 1) }).strict()).max(50),
  files: fileIds(10),
}).strict();
export const RequestChanges = Stage.extend({ failed: z.array(id).min(1).max(50), text: line(2000, 5) }).strict();
export const GiveBack = Stage.extend({ reason: line(500, 5) }).strict();
const amount = yuan(1n, policy.maxStageFen);
export const ProposeRefund = Stage.extend({ amount, reason: line(1000, 5) }).strict();
export const AnswerRefund = z.object({ proposalId: id }).strict();
export const PostMessage = z
  .object({ text: optionalText(3000), files: fileIds(10) })
  .strict()
  .refine((m) => m.text.length > 0 || m.files.length > 0, { path: ["text"], ...say("required") });

import { z } from "zod";
import { otherSide, type Side } from "#app/contracts/contract.ts";
import { policy } from "#app/contracts/policy.ts";
import { addWorkingTime, shiftDeadline } from "#app/contracts/working-days.ts";
import type { Flow } from "#app/flow.ts";
import { fileIds, id, line, say, whole, yuan } from "#app/form.ts";

/**
 * A dispute about part of a stage: only that part freezes. The sides answer, negotiate and are mediated; then an operator decides, another
 * one on appeal. Money moves once, by one movement: when both agree, or when what stands can no longer be objected to.
 */
export const disputeStates = [
  "OPENED",
  "RESPONDED",
  "NEGOTIATING",
  "MEDIATION",
  "PANEL",
  "DECIDED",
  "APPEALED",
  "FINAL",
  "EXECUTED",
  "SETTLED",
  "DEFAULTED",
  "WITHDRAWN",
] as const;
export type DisputeState = (typeof disputeStates)[number];
export type DisputeGround = "OFFER" | "PROPOSAL" | "DEFAULT" | "DECISION" | "APPEAL";

const parties = ["employer", "provider"] as const;
/** Until a decision stands, the sides may still agree or the opener give up. */
const talking = ["OPENED", "RESPONDED", "NEGOTIATING", "MEDIATION", "PANEL"] as const;
const frozen = [...talking, "DEFAULTED", "DECIDED", "APPEALED", "FINAL"] as const;

export const disputeFlow = {
  respond: { by: parties, from: "OPENED", to: "RESPONDED" },
  defaultDispute: { by: "clock", from: "OPENED", to: "DEFAULTED", at: "dueAt" },
  reinstateDispute: { by: parties, from: "DEFAULTED", to: "RESPONDED" },
  makeOffer: { by: parties, from: ["RESPONDED", "NEGOTIATING"], to: "NEGOTIATING" },
  acceptOffer: { by: parties, from: talking, to: "SETTLED" },
  endNegotiation: { by: "clock", from: ["RESPONDED", "NEGOTIATING"], to: "MEDIATION", at: "dueAt" },
  proposeSplit: { by: "operator", from: "MEDIATION", to: "MEDIATION" },
  answerProposal: { by: parties, from: "MEDIATION", to: ["MEDIATION", "PANEL", "SETTLED"] },
  endMediation: { by: "clock", from: "MEDIATION", to: "PANEL", at: "dueAt" },
  /** The channel's limit comes near: no more talking, an operator decides. */
  hurryDispute: { by: "clock", from: ["OPENED", "RESPONDED", "NEGOTIATING", "MEDIATION"], to: "PANEL", at: "fundedAt" },
  decideDispute: { by: "operator", from: "PANEL", to: "DECIDED" },
  appealDispute: { by: parties, from: "DECIDED", to: "APPEALED" },
  waiveAppeal: { by: parties, from: "DECIDED", to: ["DECIDED", "EXECUTED"] },
  decideAppeal: { by: "operator", from: "APPEALED", to: "FINAL" },
  executeDispute: { by: "clock", from: ["DEFAULTED", "DECIDED", "FINAL"], to: "EXECUTED", at: "dueAt" },
  recordFiling: { by: parties, from: frozen, to: frozen },
  addEvidence: { by: parties, from: [...talking, "APPEALED"], to: [...talking, "APPEALED"] },
  withdrawDispute: { by: parties, from: talking, to: "WITHDRAWN" },
  /** A card's bank took the money that it is about. */
  endByBank: { by: "stripe", from: frozen, to: "WITHDRAWN" },
} as const satisfies Flow<DisputeState>;
export type DisputeVerb = keyof typeof disputeFlow;

/** The money of the disputed part is frozen. */
export const frozenStates: DisputeState[] = [...frozen];
export const overStates: DisputeState[] = ["EXECUTED", "SETTLED", "WITHDRAWN"];
/** How the desk's list is cut: what waits for an operator, what goes on between the sides, what ended. */
export const deskTabs = ["todo", "running", "decided", "withdrawn"] as const;
export type DeskTab = (typeof deskTabs)[number];
/** The way a dispute takes when nobody gives in, for the stepper. */
export const disputeSteps = ["OPENED", "NEGOTIATING", "MEDIATION", "PANEL", "DECIDED", "EXECUTED"] as const;
export type DisputeStep = (typeof disputeSteps)[number];
const stepOf: Record<DisputeState, DisputeStep> = {
  OPENED: "OPENED",
  DEFAULTED: "OPENED",
  WITHDRAWN: "OPENED",
  RESPONDED: "NEGOTIATING",
  NEGOTIATING: "NEGOTIATING",
  MEDIATION: "MEDIATION",
  PANEL: "PANEL",
  DECIDED: "DECIDED",
  APPEALED: "DECIDED",
  FINAL: "DECIDED",
  EXECUTED: "EXECUTED",
  SETTLED: "EXECUTED",
};
export const disputeStep = (state: DisputeState) => stepOf[state];

export type Split = { toProviderFen: bigint; toEmployerFen: bigint };

/** Shares are whole percents for the provider; the odd fen is the provider's. */
export function splitByShare(amountFen: bigint, share: number): Split {
  const toEmployerFen = (amountFen * BigInt(100 - share)) / 100n;
  return { toProviderFen: amountFen - toEmployerFen, toEmployerFen };
}
export const splitOf = (amountFen: bigint, toProviderFen: bigint): Split => ({ toProviderFen, toEmployerFen: amountFen - toProviderFen });
/** The provider's share of a sum in percent, with a tenth where it is not whole. */
export const shareOf = (amountFen: bigint, toProviderFen: bigint) => Number((toProviderFen * 1000n) / amountFen) / 10;

type Claim = { side: Side; amountFen: bigint; wantedFen: bigint };
/**
 * What the opener asks for, as a split. It stands when the other side says nothing: never more and never less, whoever opened and whatever
 * was delivered, so that nobody is better off silent than with an answer.
 */
export const wishOf = ({ side, amountFen, wantedFen }: Claim): Split =>
  splitOf(amountFen, side === "PROVIDER" ? wantedFen : amountFen - wantedFen);

/** Who lost: the side whose wish was further from what was decided; nobody when both were as far. A side without a wish wished for all. */
export function lossOf(claim: Claim, otherWishFen: bigint | null, toProviderFen: bigint): Side | null {
  const apart = (wish: bigint) => (wish > toProviderFen ? wish - toProviderFen : toProviderFen - wish);
  const other = otherSide(claim.side);
  const own = apart(wishOf(claim).toProviderFen);
  const theirs = apart(otherWishFen ?? (other === "PROVIDER" ? claim.amountFen : 0n));
  return own === theirs ? null : own > theirs ? claim.side : other;
}

/** A side's days run by the calendar and do not end on a holiday; the desk's run on working days. */
export const sideDeadline = (from: Date, ms: number) => shiftDeadline(new Date(from.getTime() + ms));
export const deskDeadline = (from: Date, ms: number) => addWorkingTime(from, ms);
/** A case that was filed outside keeps its money frozen: whatever stands is executed no earlier. */
export const notBefore = (at: Date, frozenUntil: Date | null) => (frozenUntil && frozenUntil > at ? frozenUntil : at);

// ── forms ──

const Case = z.object({ disputeId: id });
const amount = yuan(1n, policy.maxStageFen);
const share = whole(0, 100);
export const OpenDispute = z
  .object({
    milestoneId: id,
    amount,
    wanted: yuan(0n, policy.maxStageFen),
    items: z.array(id).max(50).default([]),
    reason: line(3000, 10),
    files: fileIds(10),
  })
  .strict()
  .refine((d) => d.wanted <= d.amount, { path: ["wanted"], ...say("moneyWithin") });
export const OnDispute = Case.strict();
export const Respond = Case.extend({ share, text: line(3000, 10), files: fileIds(10) }).strict();
export const MakeOffer = Case.extend({ share }).strict();
export const AcceptOffer = Case.extend({ offerId: id }).strict();
export const AnswerProposal = Case.extend({ answer: z.enum(["agree", "refuse"]) }).strict();
export const AppealDispute = Case.extend({ text: line(3000, 10), files: fileIds(10) }).strict();
export const RecordFiling = Case.extend({ filedWith: line(100, 2), number: line(100, 3) }).strict();
export const AddEvidence = Case.extend({ text: line(3000, 2), files: fileIds(10) }).strict();
export const ProposeSplit = Case.extend({ share, text: line(3000, 10) }).strict();
export const DecideDispute = Case.extend({
  toProvider: yuan(0n, policy.maxStageFen),
  toEmployer: yuan(0n, policy.maxStageFen),
  decision: line(3000, 10),
}).strict();

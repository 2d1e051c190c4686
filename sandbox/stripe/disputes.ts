// Disputes: a cardholder takes a payment back through the bank; evidence, and what the bank decides.
import type Stripe from "stripe";
import { schedule } from "#sandbox/state/due.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { record } from "#sandbox/stripe/balance-transactions.ts";
import { evidence, mergeEvidence, noEvidence, type Verdict, verdictOf } from "#sandbox/stripe/dispute-evidence.ts";
import { emit } from "#sandbox/stripe/events.ts";
import { endpoint, none } from "#sandbox/stripe/protocol/endpoint.ts";
import { refused } from "#sandbox/stripe/protocol/error.ts";
import { listOf } from "#sandbox/stripe/protocol/list.ts";
import { find, get, hiddenOf, hide, insert, newId, update, where } from "#sandbox/stripe/protocol/objects.ts";
import { flag, mergeMetadata, metadata, oneOf, page, range, shape, word } from "#sandbox/stripe/protocol/params.ts";
import { bounce } from "#sandbox/stripe/refunds.ts";

type Dispute = Stripe.Dispute;
export type DisputeReason = "fraudulent" | "product_not_received" | "product_unacceptable" | "duplicate" | "unrecognized" | "general";
export interface Claim {
  reason: DisputeReason;
  /** The bank only asks; nothing is withdrawn unless it escalates. */
  inquiry?: boolean;
  amount?: number;
}
/** What a dispute costs, and whether a won one gives it back, as the control page sets it. */
export interface DisputeFees {
  fee: number;
  returned: boolean;
}
export const DISPUTE_FEES: DisputeFees = { fee: 1500, returned: false };

const DAY_S = 86_400;
const ANSWER_DAYS = 8;
const INQUIRY_DAYS = 120;
const REVIEW_MS = 5_000;
/** The networks' own numbers for the reasons that can occur here: of a chargeback, and of an inquiry. */
const CODES: Record<DisputeReason, string> = {
  fraudulent: "10.4",
  product_not_received: "13.1",
  product_unacceptable: "13.3",
  duplicate: "12.6",
  unrecognized: "10.4",
  general: "13.1",
};
const ENDED = ["won", "lost", "warning_closed", "prevented"];
const isInquiry = (dispute: Dispute) => dispute.status.startsWith("warning_");
const isOpen = (dispute: Dispute | undefined): dispute is Dispute => dispute !== undefined && !ENDED.includes(dispute.status);

export function openDispute(sandbox: Sandbox, charge: Stripe.Charge, claim: Claim): Dispute {
  const card = charge.payment_method_details?.card;
  if (!card || charge.status !== "succeeded") throw refused(`Only a card's successful charge can be disputed: ${charge.id} is none.`);
  if (where(sandbox, "dispute", "charge", charge.id).some(isOpen)) throw refused(`Charge ${charge.id} is disputed already.`);
  const left = charge.amount - charge.amount_refunded;
  if (left === 0) throw refused(`Charge ${charge.id} was refunded in full; there is nothing left to dispute.`);
  const amount = claim.amount ?? left;
  if (amount < 1 || amount > charge.amount) throw refused(`Of charge ${charge.id} no more than ${charge.amount} can be disputed.`);
  const now = sandbox.clock.seconds();
  const dueBy = (Math.floor(now / DAY_S) + ANSWER_DAYS + 1) * DAY_S - 1;
  const code = claim.inquiry ? (CODES[claim.reason].split(".")[0] as string) : CODES[claim.reason];
  const dispute: Dispute = {
    id: newId("du_"),
    object: "dispute",
    amount,
    balance_transactions: [],
    charge: charge.id,
    created: now,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence,
    evidence_details: {
      due_by: dueBy,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: claim.inquiry === true,
    livemode: false,
    metadata: {},
    network_reason_code: code,
    payment_intent: charge.payment_intent,
    payment_method_details: {
      card: {
        brand: card.brand ?? "visa",
        case_type: claim.inquiry ? "inquiry" : "chargeback",
        network: card.network ?? "visa",
        network_reason_code: code,
      },
      type: "card",
    },
    reason: claim.reason,
    status: claim.inquiry ? "warning_needs_response" : "needs_response",
  };
  insert(sandbox, "dispute", dispute);
  update(sandbox, "charge", charge.id, { disputed: true });
  schedule(sandbox, dueBy * 1000, "dispute.overdue", dispute.id);
  if (claim.inquiry) schedule(sandbox, (now + INQUIRY_DAYS * DAY_S) * 1000, "dispute.forgotten", dispute.id);
  emit(sandbox, "charge.dispute.created", dispute);
  if (!claim.inquiry) withdraw(sandbox, dispute);
  return get(sandbox, "dispute", dispute.id);
}

/** The bank takes the money and the fee at once; refunds still on their way would pay the holder twice. */
function withdraw(sandbox: Sandbox, dispute: Dispute) {
  const { fee } = sandbox.store.setting("disputeFees", DISPUTE_FEES);
  const charge = get(sandbox, "charge", String(dispute.charge));
  const paid = find(sandbox, "balance_transaction", String(charge.balance_transaction));
  const transaction = record(sandbox, {
    type: "adjustment",
    category: "dispute",
    amount: -dispute.amount,
    fee,
    feeFor: "Dispute fee",
    currency: dispute.currency,
    source: dispute.id,
    description: `Chargeback withdrawal for ${charge.id}`,
    availableOn: paid?.available_on,
  });
  const withdrawn = update(sandbox, "dispute", dispute.id, { balance_transactions: [transaction] });
  emit(sandbox, "charge.dispute.funds_withdrawn", withdrawn);
  for (const refund of where(sandbox, "refund", "charge", charge.id))
    if (refund.status === "pending" || refund.created >= dispute.created) bounce(sandbox, refund.id, "charge_for_pending_refund_disputed");
}

/** What the bank decides; `escalated` turns an inquiry into a chargeback. */
export function decide(sandbox: Sandbox, id: string, verdict: Verdict): Dispute {
  const dispute = get(sandbox, "dispute", id);
  if (!isOpen(dispute)) throw closedAlready();
  if (verdict === "escalated") return isInquiry(dispute) ? escalate(sandbox, dispute) : dispute;
  if (isInquiry(dispute)) return end(sandbox, dispute, { status: "warning_closed" });
  if (verdict === "lost") return end(sandbox, dispute, { status: "lost" });
  const { fee, returned } = sandbox.store.setting("disputeFees", DISPUTE_FEES);
  const back = record(sandbox, {
    type: "adjustment",
    category: "dispute_reversal",
    amount: dispute.amount,
    fee: returned ? -fee : 0,
    feeFor: "Dispute fee refund",
    currency: dispute.currency,
    source: dispute.id,
    description: `Chargeback reversal for ${dispute.charge}`,
  });
  const won = update(sandbox, "dispute", id, {
    balance_transactions: [...dispute.balance_transactions, back],
    is_charge_refundable: true,
    status: "won",
  });
  emit(sandbox, "charge.dispute.funds_reinstated", won);
  return end(sandbox, won, { status: "won" });
}

function end(sandbox: Sandbox, dispute: Dispute, change: Partial<Dispute>): Dispute {
  const ended = update(sandbox, "dispute", dispute.id, change);
  emit(sandbox, "charge.dispute.closed", ended);
  emit(sandbox, "charge.updated", get(sandbox, "charge", String(dispute.charge)));
  return ended;
}

function escalate(sandbox: Sandbox, dispute: Dispute): Dispute {
  const code = CODES[dispute.reason as DisputeReason];
  const card = dispute.payment_method_details?.card as Stripe.Dispute.PaymentMethodDetails.Card;
  const escalated = update(sandbox, "dispute", dispute.id, {
    is_charge_refundable: false,
    network_reason_code: code,
    payment_method_details: { card: { ...card, case_type: "chargeback", network_reason_code: code }, type: "card" },
    status: "needs_response",
  });
  emit(sandbox, "charge.dispute.updated", escalated, { status: dispute.status });
  withdraw(sandbox, escalated);
  return get(sandbox, "dispute", dispute.id);
}

const closedAlready = () => refused("This dispute is already closed");

function answer(
  sandbox: Sandbox,
  id: string,
  params: { evidence?: object; submit?: boolean; metadata?: Stripe.Metadata; intended?: Dispute["intended_submission_method"] },
) {
  const old = get(sandbox, "dispute", id);
  if (!isOpen(old)) throw closedAlready();
  const submitted = params.evidence !== undefined || params.submit === true ? params.submit !== false : false;
  const said = mergeEvidence(old.evidence, params.evidence ?? {});
  const details = old.evidence_details;
  const dispute = update(sandbox, "dispute", id, {
    evidence: said,
    evidence_details: {
      ...details,
      has_evidence: Object.values(said).some((value) => typeof value === "string"),
      submission_count: details.submission_count + (submitted ? 1 : 0),
      submission_method: submitted ? "manual" : details.submission_method,
    },
    intended_submission_method: params.intended ?? old.intended_submission_method,
    metadata: mergeMetadata(old.metadata, params.metadata),
    status: submitted ? (isInquiry(old) ? "warning_under_review" : "under_review") : old.status,
  });
  emit(sandbox, "charge.dispute.updated", dispute, { evidence: old.evidence, status: old.status });
  emit(sandbox, "charge.updated", get(sandbox, "charge", String(dispute.charge)));
  const verdict = verdictOf(said);
  if (submitted && verdict) {
    hide(sandbox, id, { verdict });
    schedule(sandbox, sandbox.clock.now() + REVIEW_MS, "dispute.decide", id);
  }
  return dispute;
}

/** The bank has read the evidence. */
export function review(sandbox: Sandbox, id: string) {
  const { verdict } = hiddenOf(sandbox, id);
  if (isOpen(find(sandbox, "dispute", id))) decide(sandbox, id, verdict as Verdict);
}

/** Nobody answered in time: a chargeback is lost, an inquiry forgotten. */
export function overdue(sandbox: Sandbox, id: string) {
  const dispute = find(sandbox, "dispute", id);
  if (!isOpen(dispute) || !dispute.status.endsWith("needs_response")) return;
  const late = update(sandbox, "dispute", id, { evidence_details: { ...dispute.evidence_details, past_due: true } });
  decide(sandbox, late.id, "lost");
}

/** An inquiry that the bank never came back to. */
export function forgotten(sandbox: Sandbox, id: string) {
  const dispute = find(sandbox, "dispute", id);
  if (isOpen(dispute) && isInquiry(dispute)) decide(sandbox, id, "won");
}

export const disputeEndpoints = [
  endpoint("GET /v1/disputes/:id", none, ({ sandbox, path }) => get(sandbox, "dispute", path.id as string)),
  endpoint(
    "POST /v1/disputes/:id",
    shape({
      evidence,
      submit: flag,
      intended_submission_method: oneOf("manual", "prefer_manual", "prefer_smart_disputes", "smart_disputes"),
      metadata,
    }),
    ({ sandbox, path }, { intended_submission_method: intended, ...params }) =>
      answer(sandbox, get(sandbox, "dispute", path.id as string).id, { ...params, intended }),
  ),
  endpoint("POST /v1/disputes/:id/close", none, ({ sandbox, path }) => {
    const dispute = get(sandbox, "dispute", path.id as string);
    return decide(sandbox, dispute.id, "lost");
  }),
  endpoint(
    "GET /v1/disputes",
    shape({ ...page, created: range, charge: word, payment_intent: word }),
    ({ sandbox }, { charge, payment_intent, ...rest }) => listOf(sandbox, "dispute", "/v1/disputes", rest, { charge, payment_intent }),
  ),
];

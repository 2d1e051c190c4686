// Refunds: by the original route, from the money that is there, within the wallet's window.
import type Stripe from "stripe";
import { schedule } from "#sandbox/state/due.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { available } from "#sandbox/stripe/balance.ts";
import { record } from "#sandbox/stripe/balance-transactions.ts";
import { cardByNumber } from "#sandbox/stripe/cards.ts";
import { emit } from "#sandbox/stripe/events.ts";
import { endpoint, none } from "#sandbox/stripe/protocol/endpoint.ts";
import { invalid, refused } from "#sandbox/stripe/protocol/error.ts";
import { listOf } from "#sandbox/stripe/protocol/list.ts";
import { find, get, hiddenOf, insert, newId, update, where } from "#sandbox/stripe/protocol/objects.ts";
import { amount, mergeMetadata, metadata, oneOf, page, range, shape, word } from "#sandbox/stripe/protocol/params.ts";

const WINDOW_DAYS: Record<string, number> = { alipay: 90, wechat_pay: 180 };
const WALLET_DELAY_MS = 3_000;
const SLOW_DELAY_MS = 60_000;
const DAY_S = 86_400;

const createFields = shape({
  payment_intent: word,
  charge: word,
  amount,
  reason: oneOf("duplicate", "fraudulent", "requested_by_customer"),
  metadata,
});

function chargeOf(sandbox: Sandbox, params: { payment_intent?: string; charge?: string }): Stripe.Charge {
  if (params.charge) return get(sandbox, "charge", params.charge);
  if (!params.payment_intent) throw invalid("One of the following params should be provided for this request: payment_intent or charge.");
  const intent = get(sandbox, "payment_intent", params.payment_intent, "payment_intent");
  const charge = intent.latest_charge ? find(sandbox, "charge", String(intent.latest_charge)) : undefined;
  if (charge?.status !== "succeeded")
    throw refused(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, { param: "payment_intent" });
  return charge;
}

function guard(sandbox: Sandbox, charge: Stripe.Charge, wanted: number) {
  const left = charge.amount - charge.amount_refunded;
  if (charge.status !== "succeeded")
    throw refused(`Charge ${charge.id} has not been captured and cannot be refunded.`, { charge: charge.id });
  if (where(sandbox, "dispute", "charge", charge.id).some((dispute) => !dispute.is_charge_refundable))
    throw refused(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: "charge_disputed", charge: charge.id });
  if (left === 0) throw refused(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded", charge: charge.id });
  if (wanted > left)
    throw refused(
      `Refund amount (${(wanted / 100).toFixed(2)} ${charge.currency}) is greater than unrefunded amount on charge (${(left / 100).toFixed(2)} ${charge.currency})`,
      { param: "amount", charge: charge.id },
    );
  const type = charge.payment_method_details?.type ?? "card";
  const days = WINDOW_DAYS[type];
  if (days !== undefined && sandbox.clock.seconds() > charge.created + days * DAY_S)
    throw refused(`Charge ${charge.id} is past the ${days} days in which a payment made with ${type} can be refunded.`, {
      code: "charge_not_refundable",
      charge: charge.id,
    });
}

function createRefund(
  sandbox: Sandbox,
  charge: Stripe.Charge,
  wanted: number,
  extra: { reason?: Stripe.Refund.Reason; metadata?: Stripe.Metadata },
) {
  const type = charge.payment_method_details?.type ?? "card";
  const behaviour = refundBehaviour(sandbox, charge);
  const funded = isFunded(sandbox, charge, wanted);
  const slow = type !== "card" || behaviour === "pending";
  const refund: Stripe.Refund = {
    id: newId(type === "card" ? "re_" : "pyr_"),
    object: "refund",
    amount: wanted,
    balance_transaction: null,
    charge: charge.id,
    created: sandbox.clock.seconds(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: destination(type, slow),
    metadata: extra.metadata ?? {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    ...(funded ? (slow ? { pending_reason: "processing" as const } : {}) : { pending_reason: "insufficient_funds" as const }),
    reason: extra.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: funded && !slow ? "succeeded" : "pending",
    transfer_reversal: null,
  };
  insert(sandbox, "refund", refund);
  const current = funded ? debit(sandbox, charge, refund) : refund;
  const refunded = charge.amount_refunded + wanted;
  const after = update(sandbox, "charge", charge.id, { amount_refunded: refunded, refunded: refunded === charge.amount });
  emit(sandbox, "refund.created", current);
  emit(sandbox, "charge.refunded", after, { amount_refunded: charge.amount_refunded, refunded: charge.refunded });
  if (funded && slow)
    schedule(sandbox, sandbox.clock.now() + (type === "card" ? SLOW_DELAY_MS : WALLET_DELAY_MS), "refund.arrive", refund.id);
  if (funded && behaviour === "fails") schedule(sandbox, sandbox.clock.now() + SLOW_DELAY_MS, "refund.bounce", refund.id);
  return current;
}

const refundBehaviour = (sandbox: Sandbox, charge: Stripe.Charge) =>
  cardByNumber(String(hiddenOf(sandbox, String(charge.payment_method)).number ?? ""))?.refund;

function destination(type: string, slow: boolean): Stripe.Refund.DestinationDetails {
  if (type === "alipay") return { alipay: {}, type };
  if (type === "wechat_pay") return { type, wechat_pay: {} };
  return slow
    ? { card: { type: "pending" }, type: "card" }
    : {
        card: { reference: newId("", 12), reference_status: "available", reference_type: "acquirer_reference_number", type: "refund" },
        type: "card",
      };
}

/** Money of a charge that is still pending is netted there; otherwise the available balance must hold it. */
function isFunded(sandbox: Sandbox, charge: Stripe.Charge, wanted: number) {
  const paid = find(sandbox, "balance_transaction", String(charge.balance_transaction));
  return paid?.status === "pending" || available(sandbox, charge.currency) >= wanted;
}
function debit(sandbox: Sandbox, charge: Stripe.Charge, refund: Stripe.Refund) {
  const paid = find(sandbox, "balance_transaction", String(charge.balance_transaction));
  const transaction = record(sandbox, {
    type: charge.payment_method_details?.type === "card" ? "refund" : "payment_refund",
    amount: -refund.amount,
    currency: refund.currency,
    source: refund.id,
    description: "REFUND FOR CHARGE",
    availableOn: paid?.available_on,
  });
  return update(sandbox, "refund", refund.id, { balance_transaction: transaction.id });
}

/** A pending refund reaches the payer. */
export function arrive(sandbox: Sandbox, id: string) {
  const refund = find(sandbox, "refund", id);
  if (refund?.status !== "pending" || !refund.balance_transaction) return;
  const details = refund.destination_details?.type === "card" ? destination("card", false) : refund.destination_details;
  settleAs(sandbox, id, { status: "succeeded", destination_details: details });
}

type FailureReason = "expired_or_canceled_card" | "lost_or_stolen_card" | "unknown" | "charge_for_pending_refund_disputed";

/** A refund that had succeeded, or was on its way, comes back: the money returns to our balance. */
export function bounce(sandbox: Sandbox, id: string, reason: FailureReason = "expired_or_canceled_card") {
  const refund = find(sandbox, "refund", id);
  if (!refund || refund.status === "failed" || refund.status === "canceled") return;
  const back = refund.balance_transaction ? giveBack(sandbox, refund) : null;
  const charge = get(sandbox, "charge", String(refund.charge));
  update(sandbox, "charge", charge.id, { amount_refunded: charge.amount_refunded - refund.amount, refunded: false });
  const failed = settleAs(sandbox, id, {
    status: "failed",
    ...(back ? { failure_balance_transaction: back.id } : {}),
    failure_reason: reason,
  });
  emit(sandbox, "refund.failed", failed);
}

function giveBack(sandbox: Sandbox, refund: Stripe.Refund) {
  return record(sandbox, {
    type: "refund_failure",
    amount: refund.amount,
    currency: refund.currency,
    source: refund.id,
    description: "REFUND FAILURE",
  });
}

function settleAs(sandbox: Sandbox, id: string, change: Partial<Stripe.Refund>) {
  const old = get(sandbox, "refund", id);
  const { pending_reason: _, ...rest } = { ...old, ...change };
  sandbox.store.run("UPDATE object SET body = ? WHERE id = ?", JSON.stringify(rest), id);
  emit(sandbox, "refund.updated", rest, { status: old.status });
  return rest;
}

/** Refunds that waited for money go out as soon as it is there, oldest first. */
export function retryUnfunded(sandbox: Sandbox) {
  for (const refund of where(sandbox, "refund", "status", "pending")) {
    if (refund.pending_reason !== "insufficient_funds" || refund.balance_transaction) continue;
    const charge = get(sandbox, "charge", String(refund.charge));
    if (!isFunded(sandbox, charge, refund.amount)) continue;
    debit(sandbox, charge, refund);
    arrive(sandbox, refund.id);
  }
}

export const refundEndpoints = [
  endpoint("POST /v1/refunds", createFields, ({ sandbox }, params) => {
    const charge = chargeOf(sandbox, params);
    const wanted = params.amount ?? charge.amount - charge.amount_refunded;
    guard(sandbox, charge, wanted);
    return createRefund(sandbox, charge, wanted, { reason: params.reason, metadata: mergeMetadata({}, params.metadata) });
  }),
  endpoint("GET /v1/refunds/:id", none, ({ sandbox, path, account }) => get(sandbox, "refund", path.id as string, undefined, account)),
  endpoint("POST /v1/refunds/:id", shape({ metadata }), ({ sandbox, path }, params) => {
    const old = get(sandbox, "refund", path.id as string);
    return update(sandbox, "refund", old.id, { metadata: mergeMetadata(old.metadata ?? {}, params.metadata) });
  }),
  endpoint("POST /v1/refunds/:id/cancel", none, ({ sandbox, path }) => {
    get(sandbox, "refund", path.id as string);
    throw refused("Canceling this refund is unsupported.");
  }),
  endpoint(
    "GET /v1/refunds",
    shape({ ...page, created: range, charge: word, payment_intent: word }),
    ({ sandbox, account }, { charge, payment_intent, ...rest }) =>
      listOf(sandbox, "refund", "/v1/refunds", rest, { charge, payment_intent }, account),
  ),
];

// Charges: what a confirmed payment did, and the fee it cost.
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { record } from "#sandbox/stripe/balance-transactions.ts";
import type { TestCard } from "#sandbox/stripe/cards.ts";
import { openDispute } from "#sandbox/stripe/disputes.ts";
import { emit } from "#sandbox/stripe/events.ts";
import { endpoint, none } from "#sandbox/stripe/protocol/endpoint.ts";
import { listOf } from "#sandbox/stripe/protocol/list.ts";
import { get, insert, newId, update, where } from "#sandbox/stripe/protocol/objects.ts";
import { mergeMetadata, metadata, page, range, shape, text, word } from "#sandbox/stripe/protocol/params.ts";

const FEE_BPS = 340;
const FEE_FIXED = 200;
const PENDING_S = 2 * 86_400;
export const processingFee = (amount: number) => Math.round((amount * FEE_BPS) / 10_000) + FEE_FIXED;

interface Attempt {
  intent: Stripe.PaymentIntent;
  method: Stripe.PaymentMethod;
  card: TestCard | undefined;
  authenticated: boolean;
}

export function succeedCharge(sandbox: Sandbox, attempt: Attempt): Stripe.Charge {
  const charge = insert(sandbox, "charge", { ...draft(sandbox, attempt), paid: true, status: "succeeded", captured: true });
  const isAsync = attempt.intent.capture_method === "automatic_async";
  if (isAsync) emit(sandbox, "charge.succeeded", charge);
  const now = sandbox.clock.seconds();
  const transaction = record(sandbox, {
    type: attempt.method.type === "card" ? "charge" : "payment",
    amount: charge.amount,
    fee: processingFee(charge.amount),
    currency: charge.currency,
    source: charge.id,
    description: charge.description,
    availableOn: attempt.card?.bypassPending ? now : now + PENDING_S,
  });
  const settled = update(sandbox, "charge", charge.id, { balance_transaction: transaction.id });
  if (!isAsync) emit(sandbox, "charge.succeeded", settled);
  const { dispute } = attempt.card ?? {};
  if (dispute) openDispute(sandbox, get(sandbox, "charge", charge.id), dispute);
  return get(sandbox, "charge", charge.id);
}

/** Its balance transaction is told of after the payment itself, unless the capture was part of it. */
export function tellSettled(sandbox: Sandbox, intent: Stripe.PaymentIntent, charge: Stripe.Charge) {
  if (intent.capture_method === "automatic_async") emit(sandbox, "charge.updated", charge, { balance_transaction: null });
}

export function failCharge(sandbox: Sandbox, attempt: Attempt, code: string, declineCode: string | undefined, message: string) {
  const charge: Stripe.Charge = {
    ...draft(sandbox, attempt),
    amount_captured: 0,
    captured: false,
    failure_code: code,
    failure_message: message,
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: "declined_by_network",
      reason: declineCode ?? code,
      risk_level: "normal",
      risk_score: 20,
      seller_message: "The bank did not return any further details with this decline.",
      type: "issuer_declined",
    },
    paid: false,
    receipt_url: null,
    status: "failed",
  };
  insert(sandbox, "charge", charge);
  emit(sandbox, "charge.failed", charge);
  return charge;
}

function draft(sandbox: Sandbox, { intent, method, card, authenticated }: Attempt): Stripe.Charge {
  const id = newId(method.type === "card" ? "ch_" : "py_");
  return {
    id,
    object: "charge",
    amount: intent.amount,
    amount_captured: intent.amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: method.type === "card" ? "JINCHENG" : null,
    captured: true,
    created: sandbox.clock.seconds(),
    currency: intent.currency,
    customer: typeof intent.customer === "string" ? intent.customer : null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: "approved_by_network",
      reason: null,
      risk_level: "normal",
      risk_score: 12,
      seller_message: "Payment complete.",
      type: "authorized",
    },
    paid: true,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: methodDetails(intent, method, card, authenticated),
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: `${sandbox.url}/receipts/${id}`,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "succeeded",
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
}

function methodDetails(
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  card: TestCard | undefined,
  authenticated: boolean,
): Stripe.Charge.PaymentMethodDetails {
  if (method.type === "alipay")
    return { alipay: { buyer_id: "2088000000000001", fingerprint: null, transaction_id: newId("", 28) }, type: "alipay" };
  if (method.type === "wechat_pay") return { wechat_pay: { fingerprint: null, transaction_id: newId("", 28) }, type: "wechat_pay" };
  const shown = method.card as Stripe.PaymentMethod.Card;
  return {
    card: {
      amount_authorized: card?.decline ? null : intent.amount,
      authorization_code: null,
      brand: shown.brand,
      checks: shown.checks,
      country: shown.country,
      electronic_commerce_indicator: authenticated ? "05" : null,
      exp_month: shown.exp_month,
      exp_year: shown.exp_year,
      extended_authorization: { status: "disabled" },
      fingerprint: shown.fingerprint ?? null,
      funding: shown.funding,
      incremental_authorization: { status: "unavailable" },
      installments: null,
      last4: shown.last4,
      mandate: null,
      multicapture: { status: "unavailable" },
      network: shown.brand,
      network_token: { used: false },
      network_transaction_id: newId("", 15),
      overcapture: { maximum_amount_capturable: intent.amount, status: "unavailable" },
      regulated_status: "unregulated",
      three_d_secure: authenticated
        ? {
            authentication_flow: "challenge",
            electronic_commerce_indicator: "05",
            exemption_indicator: null,
            result: "authenticated",
            result_reason: null,
            transaction_id: newId("", 28),
            version: "2.2.0",
          }
        : null,
      transaction_link_id: null,
      wallet: null,
    },
    type: "card",
  };
}

export const chargeEndpoints = [
  endpoint("GET /v1/charges/:id", none, ({ sandbox, path, account }) => get(sandbox, "charge", path.id as string, undefined, account)),
  endpoint("POST /v1/charges/:id", shape({ metadata, description: text }), ({ sandbox, path }, params) => {
    const old = get(sandbox, "charge", path.id as string);
    const charge = update(sandbox, "charge", old.id, {
      metadata: mergeMetadata(old.metadata, params.metadata),
      description: params.description ?? old.description,
    });
    emit(sandbox, "charge.updated", charge, { description: old.description, metadata: old.metadata });
    return charge;
  }),
  endpoint(
    "GET /v1/charges",
    shape({ ...page, created: range, customer: word, payment_intent: word, transfer_group: word }),
    ({ sandbox, account }, { customer, payment_intent, transfer_group, ...rest }) =>
      listOf(sandbox, "charge", "/v1/charges", rest, { customer, payment_intent, transfer_group }, account),
  ),
];

export const refundsOf = (sandbox: Sandbox, chargeId: string) => ({
  object: "list",
  data: where(sandbox, "refund", "charge", chargeId).reverse(),
  has_more: false,
  url: `/v1/charges/${chargeId}/refunds`,
});

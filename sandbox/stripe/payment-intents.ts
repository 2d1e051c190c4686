// Payment intents: made by a checkout session when its payer acts, or directly by the platform.
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { emit } from "#sandbox/stripe/events.ts";
import { attemptPayment, declinedError } from "#sandbox/stripe/payment-attempt.ts";
import { usableMethod } from "#sandbox/stripe/payment-methods.ts";
import { type Call, endpoint, none } from "#sandbox/stripe/protocol/endpoint.ts";
import { invalid, refused } from "#sandbox/stripe/protocol/error.ts";
import { listOf } from "#sandbox/stripe/protocol/list.ts";
import { get, hiddenOf, insert, newId, update } from "#sandbox/stripe/protocol/objects.ts";
import {
  amount,
  currency,
  flag,
  httpUrl,
  list,
  type Metadata,
  mergeMetadata,
  metadata,
  oneOf,
  page,
  range,
  required,
  shape,
  text,
  word,
} from "#sandbox/stripe/protocol/params.ts";

export const methodType = oneOf("card", "alipay", "wechat_pay");
export const futureUsage = oneOf("off_session", "on_session");
export const MINIMUM: Record<string, number> = { cny: 400, hkd: 400, jpy: 50 };
const DEFAULT_MINIMUM = 50;

export interface NewIntent {
  amount: number;
  currency: string;
  types: string[];
  allowed?: ("card" | "alipay" | "wechat_pay")[];
  customer?: string | null;
  description?: string | null;
  metadata?: Metadata;
  receiptEmail?: string | null;
  transferGroup?: string | null;
  futureUsage?: "off_session" | "on_session";
  session?: string;
}

export function createIntent(sandbox: Sandbox, wanted: NewIntent): Stripe.PaymentIntent {
  const id = newId("pi_");
  const intent: Stripe.PaymentIntent = {
    id,
    object: "payment_intent",
    allowed_payment_method_types: wanted.allowed ?? null,
    amount: wanted.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: "automatic_async",
    client_secret: `${id}_secret_${newId("", 25)}`,
    confirmation_method: "automatic",
    created: sandbox.clock.seconds(),
    currency: wanted.currency,
    customer: wanted.customer ?? null,
    customer_account: null,
    description: wanted.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: mergeMetadata({}, wanted.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: methodOptions(wanted.types),
    payment_method_types: wanted.types,
    payment_record: null,
    processing: null,
    receipt_email: wanted.receiptEmail ?? null,
    review: null,
    setup_future_usage: wanted.futureUsage ?? null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "requires_payment_method",
    transfer_data: null,
    transfer_group: wanted.transferGroup ?? null,
  };
  insert(sandbox, "payment_intent", intent, wanted.session ? { session: wanted.session } : {});
  emit(sandbox, "payment_intent.created", intent);
  return intent;
}

function methodOptions(types: string[]): Stripe.PaymentIntent.PaymentMethodOptions {
  const options: Stripe.PaymentIntent.PaymentMethodOptions = {};
  if (types.includes("card"))
    options.card = { installments: null, mandate_options: null, network: null, request_three_d_secure: "automatic" };
  if (types.includes("alipay")) options.alipay = {};
  if (types.includes("wechat_pay")) options.wechat_pay = { app_id: null, client: "web" };
  return options;
}

export function checkMinimum(money: string, value: number, param: string) {
  const least = MINIMUM[money] ?? DEFAULT_MINIMUM;
  if (value < least) throw refused(`Amount must be at least ${(least / 100).toFixed(2)} ${money}`, { code: "amount_too_small", param });
}

function confirm(call: Call, id: string, how: { payment_method?: string; off_session?: boolean; return_url?: string }) {
  const { sandbox } = call;
  const intent = get(sandbox, "payment_intent", id);
  if (!["requires_payment_method", "requires_confirmation"].includes(intent.status))
    throw refused(
      `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, requires_payment_method.`,
      { code: "payment_intent_unexpected_state", payment_intent: intent },
    );
  const methodId = how.payment_method ?? intent.payment_method;
  if (!methodId)
    throw refused(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method.",
      { code: "payment_intent_unexpected_state", payment_intent: intent },
    );
  const method = usableMethod(sandbox, String(methodId), intent.customer === null ? null : String(intent.customer));
  if (!intent.payment_method_types.includes(method.type))
    throw refused(
      `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. Please attach a PaymentMethod of one of the following types to continue: ${intent.payment_method_types.join(", ")}.`,
      { code: "payment_intent_incompatible_payment_method", payment_intent: intent },
    );
  const outcome = attemptPayment(sandbox, {
    intent,
    method,
    offSession: how.off_session,
    challengeUrl: `${sandbox.url}/c/challenge/${intent.id}`,
    returnUrl: how.return_url ?? null,
  });
  if (outcome.kind === "declined") throw declinedError(outcome);
  return outcome.intent;
}

export const paymentIntentEndpoints = [
  endpoint(
    "POST /v1/payment_intents",
    shape({
      amount: required(amount),
      currency: required(currency),
      customer: word,
      payment_method: word,
      allowed_payment_method_types: list(methodType),
      confirm: flag,
      off_session: flag,
      return_url: httpUrl,
      description: text,
      receipt_email: text,
      setup_future_usage: futureUsage,
      transfer_group: word,
      metadata,
    }),
    (call, params) => {
      checkMinimum(params.currency, params.amount, "amount");
      if (params.off_session && !params.confirm)
        throw invalid("The parameter `off_session` can only be used with `confirm=true`.", { param: "off_session" });
      if (params.customer) get(call.sandbox, "customer", params.customer, "customer");
      const intent = createIntent(call.sandbox, {
        amount: params.amount,
        currency: params.currency,
        types: params.allowed_payment_method_types ?? ["card"],
        allowed: params.allowed_payment_method_types,
        customer: params.customer,
        description: params.description,
        metadata: params.metadata,
        receiptEmail: params.receipt_email,
        transferGroup: params.transfer_group,
        futureUsage: params.setup_future_usage,
      });
      if (params.confirm) return confirm(call, intent.id, params);
      if (!params.payment_method) return intent;
      const method = usableMethod(call.sandbox, params.payment_method, params.customer ?? null);
      return update(call.sandbox, "payment_intent", intent.id, { payment_method: method.id, status: "requires_confirmation" });
    },
  ),
  endpoint("GET /v1/payment_intents/:id", none, ({ sandbox, path }) => get(sandbox, "payment_intent", path.id as string)),
  endpoint("GET /v1/payment_intents", shape({ ...page, created: range, customer: word }), ({ sandbox }, { customer, ...rest }) =>
    listOf(sandbox, "payment_intent", "/v1/payment_intents", rest, { customer }),
  ),
  endpoint(
    "POST /v1/payment_intents/:id/confirm",
    shape({ payment_method: word, off_session: flag, return_url: httpUrl }),
    (call, params) => confirm(call, call.path.id as string, params),
  ),
  endpoint(
    "POST /v1/payment_intents/:id/cancel",
    shape({ cancellation_reason: oneOf("abandoned", "duplicate", "fraudulent", "requested_by_customer") }),
    ({ sandbox, path }, params) => {
      const intent = get(sandbox, "payment_intent", path.id as string);
      if (hiddenOf(sandbox, intent.id).session)
        throw refused("This PaymentIntent was created by Checkout and cannot be canceled directly. Expire the Checkout Session instead.", {
          code: "payment_intent_unexpected_state",
          payment_intent: intent,
        });
      if (["succeeded", "canceled", "processing"].includes(intent.status))
        throw refused(`You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`, {
          code: "payment_intent_unexpected_state",
          payment_intent: intent,
        });
      return cancelIntent(sandbox, intent.id, params.cancellation_reason ?? null);
    },
  ),
];

export function cancelIntent(sandbox: Sandbox, id: string, reason: Stripe.PaymentIntent.CancellationReason | null) {
  const canceled = update(sandbox, "payment_intent", id, {
    canceled_at: sandbox.clock.seconds(),
    cancellation_reason: reason,
    next_action: null,
    status: "canceled",
  });
  emit(sandbox, "payment_intent.canceled", canceled);
  return canceled;
}

// Payment intents: made by a checkout session when its payer acts, or directly by the platform.
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { emit } from "#sandbox/stripe/events.ts";
import { attemptPayment, declinedError } from "#sandbox/stripe/payment-attempt.ts";
import { checkMinimum, createIntent, futureUsage, methodType } from "#sandbox/stripe/payment-intent-draft.ts";
import { usableMethod } from "#sandbox/stripe/payment-methods.ts";
import { type Call, endpoint, none } from "#sandbox/stripe/protocol/endpoint.ts";
import { invalid, refused } from "#sandbox/stripe/protocol/error.ts";
import { listOf } from "#sandbox/stripe/protocol/list.ts";
import { get, hiddenOf, update } from "#sandbox/stripe/protocol/objects.ts";
import {
  amount,
  currency,
  emptyable,
  flag,
  httpUrl,
  list,
  mergeMetadata,
  metadata,
  oneOf,
  type Parsed,
  page,
  range,
  required,
  shape,
  text,
  word,
} from "#sandbox/stripe/protocol/params.ts";

interface Confirmation {
  payment_method?: string;
  off_session?: boolean;
  error_on_requires_action?: boolean;
  return_url?: string;
}

function confirm(call: Call, id: string, how: Confirmation) {
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
    neverAsks: how.error_on_requires_action,
    challengeUrl: `${sandbox.url}/c/challenge/${intent.id}`,
    returnUrl: how.return_url ?? null,
  });
  if (outcome.kind === "declined") throw declinedError(outcome);
  return outcome.intent;
}

const changeFields = {
  amount,
  customer: word,
  payment_method: emptyable(word),
  description: text,
  receipt_email: emptyable(text),
  setup_future_usage: emptyable(futureUsage),
  transfer_group: word,
  metadata,
};
/** Notes can be taken at any time; what is to be paid, how and by whom only until it is. */
function changeIntent({ sandbox, path }: Call, { metadata: notes, ...change }: Parsed<typeof changeFields>) {
  const intent = get(sandbox, "payment_intent", path.id as string);
  const open = ["requires_payment_method", "requires_confirmation", "requires_action"].includes(intent.status);
  const fixed = (["amount", "customer", "payment_method", "setup_future_usage", "transfer_group"] as const).find(
    (name) => change[name] !== undefined,
  );
  if (fixed && !open)
    throw refused(
      `This PaymentIntent's ${fixed} could not be updated because it has a status of ${intent.status}. You may only update the ${fixed} of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action.`,
      { param: fixed, payment_intent: intent },
    );
  if (change.amount !== undefined) checkMinimum(intent.currency, change.amount, "amount");
  if (change.customer) get(sandbox, "customer", change.customer, "customer");
  const owner = change.customer ?? (intent.customer === null ? null : String(intent.customer));
  const method = change.payment_method && usableMethod(sandbox, change.payment_method, owner).id;
  return update(sandbox, "payment_intent", intent.id, {
    ...change,
    ...(change.receipt_email === "" ? { receipt_email: null } : {}),
    ...(change.setup_future_usage === "" ? { setup_future_usage: null } : {}),
    ...(method === "" ? { payment_method: null, next_action: null, status: "requires_payment_method" } : {}),
    ...(method ? { payment_method: method, status: "requires_confirmation" } : {}),
    metadata: mergeMetadata(intent.metadata, notes),
  });
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
      error_on_requires_action: flag,
      capture_method: oneOf("automatic", "automatic_async", "manual"),
      return_url: httpUrl,
      description: text,
      receipt_email: text,
      setup_future_usage: futureUsage,
      transfer_group: word,
      metadata,
    }),
    (call, params) => {
      checkMinimum(params.currency, params.amount, "amount");
      const { capture_method: captureMethod } = params;
      if (captureMethod === "manual")
        throw invalid("capture_method 'manual' is not implemented by the local sandbox.", { param: "capture_method" });
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
        captureMethod,
      });
      if (params.confirm) return confirm(call, intent.id, params);
      if (!params.payment_method) return intent;
      const method = usableMethod(call.sandbox, params.payment_method, params.customer ?? null);
      return update(call.sandbox, "payment_intent", intent.id, { payment_method: method.id, status: "requires_confirmation" });
    },
  ),
  endpoint("GET /v1/payment_intents/:id", none, ({ sandbox, path }) => get(sandbox, "payment_intent", path.id as string)),
  endpoint("POST /v1/payment_intents/:id", shape(changeFields), changeIntent),
  endpoint("GET /v1/payment_intents", shape({ ...page, created: range, customer: word }), ({ sandbox }, { customer, ...rest }) =>
    listOf(sandbox, "payment_intent", "/v1/payment_intents", rest, { customer }),
  ),
  endpoint(
    "POST /v1/payment_intents/:id/confirm",
    shape({ payment_method: word, off_session: flag, error_on_requires_action: flag, return_url: httpUrl }),
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

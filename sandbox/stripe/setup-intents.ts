// Setup intents: a card made ready to be charged later, with nothing charged now.
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { emit } from "#sandbox/stripe/events.ts";
import { usableMethod } from "#sandbox/stripe/payment-methods.ts";
import { endpoint, none } from "#sandbox/stripe/protocol/endpoint.ts";
import { refused } from "#sandbox/stripe/protocol/error.ts";
import { listOf } from "#sandbox/stripe/protocol/list.ts";
import { get, hiddenOf, insert, newId, update } from "#sandbox/stripe/protocol/objects.ts";
import {
  flag,
  httpUrl,
  list,
  type Metadata,
  mergeMetadata,
  metadata,
  oneOf,
  page,
  range,
  shape,
  text,
  word,
} from "#sandbox/stripe/protocol/params.ts";
import { attemptSetup, declinedSetup } from "#sandbox/stripe/setup-attempt.ts";

export interface NewSetup {
  customer?: string | null;
  description?: string;
  metadata?: Metadata;
  allowed?: "card"[];
  session?: string;
}

export function createSetup(sandbox: Sandbox, wanted: NewSetup): Stripe.SetupIntent {
  const id = newId("seti_");
  const intent: Stripe.SetupIntent = {
    id,
    object: "setup_intent",
    allowed_payment_method_types: wanted.allowed ?? null,
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${newId("", 25)}`,
    created: sandbox.clock.seconds(),
    customer: wanted.customer ?? null,
    customer_account: null,
    description: wanted.description ?? null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: mergeMetadata({}, wanted.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: { card: { mandate_options: null, network: null, request_three_d_secure: "automatic" } },
    payment_method_types: ["card"],
    single_use_mandate: null,
    status: "requires_payment_method",
    usage: "off_session",
  };
  insert(sandbox, "setup_intent", intent, wanted.session ? { session: wanted.session } : {});
  emit(sandbox, "setup_intent.created", intent);
  return intent;
}

export function cancelSetup(sandbox: Sandbox, id: string, reason: Stripe.SetupIntent.CancellationReason | null) {
  const canceled = update(sandbox, "setup_intent", id, { cancellation_reason: reason, next_action: null, status: "canceled" });
  emit(sandbox, "setup_intent.canceled", canceled);
  return canceled;
}

function unexpected(intent: Stripe.SetupIntent, act: string) {
  return refused(`You cannot ${act} this SetupIntent because it has a status of ${intent.status}.`, {
    code: "setup_intent_unexpected_state",
    setup_intent: intent,
  });
}

/** What Checkout made is moved by its session alone. */
function refuseCheckouts(sandbox: Sandbox, intent: Stripe.SetupIntent, act: string) {
  if (!hiddenOf(sandbox, intent.id).session) return;
  throw refused(`You cannot ${act} this SetupIntent because it was created by Checkout. Expire the Checkout Session instead.`, {
    code: "setup_intent_unexpected_state",
    setup_intent: intent,
  });
}

function confirm(sandbox: Sandbox, intent: Stripe.SetupIntent, how: { payment_method?: string; return_url?: string }) {
  const methodId = how.payment_method ?? intent.payment_method;
  if (!methodId)
    throw refused("You cannot confirm this SetupIntent because it's missing a payment method.", {
      code: "setup_intent_unexpected_state",
      setup_intent: intent,
    });
  if (!["requires_payment_method", "requires_confirmation"].includes(intent.status)) throw unexpected(intent, "confirm");
  const outcome = attemptSetup(sandbox, {
    intent,
    method: usableMethod(sandbox, String(methodId), intent.customer === null ? null : String(intent.customer)),
    challengeUrl: `${sandbox.url}/c/challenge/${intent.id}`,
    returnUrl: how.return_url ?? null,
  });
  if (outcome.kind === "declined") throw declinedSetup(outcome);
  return outcome.intent;
}

export const setupIntentEndpoints = [
  endpoint(
    "POST /v1/setup_intents",
    shape({
      customer: word,
      payment_method: word,
      allowed_payment_method_types: list(oneOf("card")),
      confirm: flag,
      usage: oneOf("off_session"),
      return_url: httpUrl,
      description: text,
      metadata,
    }),
    ({ sandbox }, params) => {
      if (params.customer) get(sandbox, "customer", params.customer, "customer");
      const intent = createSetup(sandbox, { ...params, allowed: params.allowed_payment_method_types });
      if (params.confirm) return confirm(sandbox, intent, params);
      if (!params.payment_method) return intent;
      const method = usableMethod(sandbox, params.payment_method, params.customer ?? null);
      return update(sandbox, "setup_intent", intent.id, { payment_method: method.id, status: "requires_confirmation" });
    },
  ),
  endpoint("GET /v1/setup_intents/:id", none, ({ sandbox, path }) => get(sandbox, "setup_intent", path.id as string)),
  endpoint(
    "POST /v1/setup_intents/:id",
    shape({ customer: word, payment_method: word, description: text, metadata }),
    ({ sandbox, path }, { metadata: notes, ...change }) => {
      const intent = get(sandbox, "setup_intent", path.id as string);
      if (change.payment_method && ["succeeded", "canceled"].includes(intent.status)) throw unexpected(intent, "update");
      if (change.customer) get(sandbox, "customer", change.customer, "customer");
      const owner = change.customer ?? (intent.customer === null ? null : String(intent.customer));
      const method = change.payment_method && usableMethod(sandbox, change.payment_method, owner).id;
      return update(sandbox, "setup_intent", intent.id, {
        ...change,
        ...(method ? { payment_method: method, status: "requires_confirmation" } : {}),
        metadata: mergeMetadata(intent.metadata ?? {}, notes),
      });
    },
  ),
  endpoint(
    "GET /v1/setup_intents",
    shape({ ...page, created: range, customer: word, payment_method: word }),
    ({ sandbox }, { customer, payment_method, ...rest }) =>
      listOf(sandbox, "setup_intent", "/v1/setup_intents", rest, { customer, payment_method }),
  ),
  endpoint("POST /v1/setup_intents/:id/confirm", shape({ payment_method: word, return_url: httpUrl }), ({ sandbox, path }, params) => {
    const intent = get(sandbox, "setup_intent", path.id as string);
    refuseCheckouts(sandbox, intent, "confirm");
    return confirm(sandbox, intent, params);
  }),
  endpoint(
    "POST /v1/setup_intents/:id/cancel",
    shape({ cancellation_reason: oneOf("abandoned", "duplicate", "requested_by_customer") }),
    ({ sandbox, path }, params) => {
      const intent = get(sandbox, "setup_intent", path.id as string);
      refuseCheckouts(sandbox, intent, "cancel");
      if (["succeeded", "canceled", "processing"].includes(intent.status)) throw unexpected(intent, "cancel");
      return cancelSetup(sandbox, intent.id, params.cancellation_reason ?? null);
    },
  ),
];

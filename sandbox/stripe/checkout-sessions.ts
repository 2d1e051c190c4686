// Checkout sessions with the hosted page: mode payment pays at once, mode setup saves a card.
import type Stripe from "stripe";
import { schedule } from "#sandbox/state/due.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { createFields, draftSession, lineItem, methodTypes, type SessionParams } from "#sandbox/stripe/checkout-session-draft.ts";
import { emit } from "#sandbox/stripe/events.ts";
import { checkMinimum } from "#sandbox/stripe/payment-intent-draft.ts";
import { cancelIntent } from "#sandbox/stripe/payment-intents.ts";
import { endpoint, none } from "#sandbox/stripe/protocol/endpoint.ts";
import { invalid, refused } from "#sandbox/stripe/protocol/error.ts";
import { listOf, type Page, sliceOf } from "#sandbox/stripe/protocol/list.ts";
import { find, get, hiddenOf, insert, newId, update } from "#sandbox/stripe/protocol/objects.ts";
import { oneOf, page, range, shape, word } from "#sandbox/stripe/protocol/params.ts";
import { cancelSetup, createSetup } from "#sandbox/stripe/setup-intents.ts";

export function createSession(sandbox: Sandbox, params: SessionParams): Stripe.Checkout.Session {
  if (params.mode === "subscription")
    throw invalid("Checkout mode 'subscription' is not implemented by the local sandbox.", { param: "mode" });
  if (params.ui_mode && params.ui_mode !== "hosted_page")
    throw invalid(`ui_mode '${params.ui_mode}' is not implemented by the local sandbox.`, { param: "ui_mode" });
  if (!params.success_url) throw needed("success_url");
  if (params.customer && params.customer_email)
    throw invalid("You may only specify one of these parameters: customer, customer_email.", { code: "parameters_exclusive" });
  if (params.customer) get(sandbox, "customer", params.customer, "customer");
  const session = params.mode === "setup" ? createToSave(sandbox, params) : createToPay(sandbox, params);
  schedule(sandbox, session.expires_at * 1000, "checkout.session.expire", session.id);
  return session;
}

const needed = (param: string) => invalid(`Missing required param: ${param}.`, { code: "parameter_missing", param });
const newSessionId = () => newId("cs_test_", 58);

function refuseOfOtherMode(params: SessionParams, ...names: ("line_items" | "payment_intent_data" | "setup_intent_data")[]) {
  const name = names.find((one) => params[one] !== undefined);
  if (name) throw invalid(`You can not pass \`${name}\` in \`${params.mode}\` mode.`, { param: name });
}

function createToPay(sandbox: Sandbox, params: SessionParams) {
  refuseOfOtherMode(params, "setup_intent_data");
  const items = params.line_items ?? [];
  if (items.length === 0) throw needed("line_items");
  const money = items[0]?.price_data.currency as string;
  if (items.some((item) => item.price_data.currency !== money))
    throw refused("Checkout line items must use a single currency.", { param: "line_items" });
  const total = items.reduce((sum, item) => sum + item.price_data.unit_amount * (item.quantity ?? 1), 0);
  checkMinimum(money, total, "line_items[0][price_data][unit_amount]");
  const draft = draftSession(sandbox, newSessionId(), params, {
    mode: "payment",
    amount_total: total,
    currency: money,
    payment_method_types: methodTypes(params),
    payment_status: "unpaid",
  });
  return insert(sandbox, "checkout.session", draft, {
    items: items.map((item) => lineItem(sandbox, item)),
    intentData: params.payment_intent_data ?? {},
  });
}

/** Nothing is charged: the session's intent is there from the start and ends with a saved card. */
function createToSave(sandbox: Sandbox, params: SessionParams) {
  refuseOfOtherMode(params, "line_items", "payment_intent_data");
  if (!params.currency && !params.allowed_payment_method_types) throw needed("currency");
  const types = methodTypes(params);
  const id = newSessionId();
  const draft = draftSession(sandbox, id, params, {
    mode: "setup",
    amount_total: null,
    currency: params.currency ?? null,
    invoice_creation: null,
    payment_method_collection: "always",
    payment_method_types: types,
    payment_status: "no_payment_required",
    total_details: null,
  });
  const intent = createSetup(sandbox, { ...params.setup_intent_data, customer: params.customer, session: id });
  return insert(sandbox, "checkout.session", { ...draft, setup_intent: intent.id });
}

export function lineItemsOf(sandbox: Sandbox, id: string, page: Page = {}) {
  const items = (hiddenOf(sandbox, id).items ?? []) as Stripe.LineItem[];
  return sliceOf(items, "line_item", `/v1/checkout/sessions/${id}/line_items`, page);
}

/** Ends an open session; whatever intent its payer had begun ends with it. */
export function expireSession(sandbox: Sandbox, id: string) {
  const session = find(sandbox, "checkout.session", id);
  if (session?.status !== "open") return session;
  if (session.payment_intent) cancelIntent(sandbox, String(session.payment_intent), "automatic");
  if (session.setup_intent) cancelSetup(sandbox, String(session.setup_intent), null);
  const expired = update(sandbox, "checkout.session", id, { status: "expired", url: null });
  emit(sandbox, "checkout.session.expired", expired);
  return expired;
}

export const checkoutSessionEndpoints = [
  endpoint("POST /v1/checkout/sessions", shape(createFields), ({ sandbox }, params) => createSession(sandbox, params)),
  endpoint("GET /v1/checkout/sessions/:id", none, ({ sandbox, path }) => get(sandbox, "checkout.session", path.id as string)),
  endpoint("GET /v1/checkout/sessions/:id/line_items", shape(page), ({ sandbox, path }, params) =>
    lineItemsOf(sandbox, get(sandbox, "checkout.session", path.id as string).id, params),
  ),
  endpoint(
    "GET /v1/checkout/sessions",
    shape({ ...page, created: range, customer: word, payment_intent: word, status: oneOf("open", "complete", "expired") }),
    ({ sandbox }, { customer, payment_intent, status, ...rest }) =>
      listOf(sandbox, "checkout.session", "/v1/checkout/sessions", rest, { customer, payment_intent, status }),
  ),
  endpoint("POST /v1/checkout/sessions/:id/expire", none, ({ sandbox, path }) => {
    const session = get(sandbox, "checkout.session", path.id as string);
    if (session.status !== "open")
      throw refused(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
      );
    return expireSession(sandbox, session.id) as object;
  }),
];

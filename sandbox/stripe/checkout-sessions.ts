// Checkout sessions of mode payment with the hosted page.
import type Stripe from "stripe";
import { schedule } from "#sandbox/state/due.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { endpoint, none } from "#sandbox/stripe/endpoint.ts";
import { invalid, refused } from "#sandbox/stripe/error.ts";
import { emit } from "#sandbox/stripe/events.ts";
import { listOf } from "#sandbox/stripe/list.ts";
import { find, get, hiddenOf, insert, newId, update } from "#sandbox/stripe/objects.ts";
import {
  amount,
  currency,
  flag,
  httpUrl,
  integer,
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
} from "#sandbox/stripe/params.ts";
import { cancelIntent, checkMinimum, methodType } from "#sandbox/stripe/payment-intents.ts";

const MIN_LIFE_S = 30 * 60;
const MAX_LIFE_S = 24 * 3600;

const itemFields = {
  quantity: integer,
  price_data: required(
    shape({
      currency: required(currency),
      unit_amount: required(amount),
      product_data: required(shape({ name: required(word), description: text, images: list(httpUrl), metadata })),
    }),
  ),
};
const intentData = { transfer_group: word, metadata, description: text, receipt_email: text };
const createFields = {
  mode: required(oneOf("payment", "setup", "subscription")),
  ui_mode: oneOf("hosted_page", "embedded_page", "elements", "form"),
  line_items: list(shape(itemFields)),
  success_url: httpUrl,
  cancel_url: httpUrl,
  customer: word,
  customer_email: word,
  client_reference_id: word,
  currency,
  expires_at: integer,
  locale: oneOf("auto", "zh", "zh-HK", "zh-TW", "en", "en-GB"),
  metadata,
  payment_intent_data: shape(intentData),
  allowed_payment_method_types: list(methodType),
  payment_method_options: shape({ wechat_pay: shape({ client: required(oneOf("web")) }) }),
  adaptive_pricing: shape({ enabled: flag }),
};
type Item = Parsed<typeof itemFields>;

export function createSession(sandbox: Sandbox, params: Parsed<typeof createFields>): Stripe.Checkout.Session {
  if (params.mode !== "payment")
    throw invalid(`Checkout mode '${params.mode}' is not implemented by the local sandbox.`, { param: "mode" });
  if (params.ui_mode && params.ui_mode !== "hosted_page")
    throw invalid(`ui_mode '${params.ui_mode}' is not implemented by the local sandbox.`, { param: "ui_mode" });
  if (!params.success_url) throw invalid("Missing required param: success_url.", { code: "parameter_missing", param: "success_url" });
  const items = params.line_items ?? [];
  if (items.length === 0) throw invalid("Missing required param: line_items.", { code: "parameter_missing", param: "line_items" });
  if (params.customer) get(sandbox, "customer", params.customer, "customer");
  const money = items[0]?.price_data.currency as string;
  if (items.some((item) => item.price_data.currency !== money))
    throw refused("Checkout line items must use a single currency.", { param: "line_items" });
  const total = items.reduce((sum, item) => sum + item.price_data.unit_amount * (item.quantity ?? 1), 0);
  checkMinimum(money, total, "line_items[0][price_data][unit_amount]");
  const session = insert(sandbox, "checkout.session", draft(sandbox, params, money, total), {
    items: items.map((item) => lineItem(sandbox, item)),
    intentData: params.payment_intent_data ?? {},
  });
  schedule(sandbox, session.expires_at * 1000, "checkout.session.expire", session.id);
  return session;
}

function draft(sandbox: Sandbox, params: Parsed<typeof createFields>, money: string, total: number): Stripe.Checkout.Session {
  const now = sandbox.clock.seconds();
  const id = newId("cs_test_", 58);
  const allowed = params.allowed_payment_method_types;
  const types = allowed?.length ? allowed : ["card" as const, "alipay" as const, "wechat_pay" as const];
  return {
    id,
    object: "checkout.session",
    // Prices are never converted here; asking for it changes nothing.
    adaptive_pricing: { enabled: params.adaptive_pricing?.enabled ?? false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: allowed ?? null,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: now,
    currency: money,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: params.customer ?? null,
    customer_account: null,
    customer_creation: params.customer ? null : "if_required",
    customer_details: null,
    customer_email: params.customer_email ?? null,
    discounts: [],
    expires_at: expiry(now, params.expires_at),
    integration_identifier: null,
    invoice: null,
    invoice_creation: {
      enabled: false,
      invoice_data: {
        account_tax_ids: null,
        custom_fields: null,
        description: null,
        footer: null,
        issuer: null,
        metadata: {},
        rendering_options: null,
      },
    },
    livemode: false,
    locale: params.locale ?? null,
    managed_payments: { enabled: false },
    metadata: mergeMetadata({}, params.metadata),
    mode: "payment",
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: "if_required",
    payment_method_configuration_details: null,
    payment_method_options: sessionOptions(types),
    payment_method_types: types,
    payment_status: "unpaid",
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    submit_type: null,
    subscription: null,
    success_url: params.success_url ?? null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url: `${sandbox.url}/c/pay/${id}`,
    wallet_options: null,
  };
}

function sessionOptions(types: string[]): Stripe.Checkout.Session.PaymentMethodOptions {
  const options: Stripe.Checkout.Session.PaymentMethodOptions = {};
  if (types.includes("card")) options.card = { request_three_d_secure: "automatic" };
  if (types.includes("wechat_pay")) options.wechat_pay = { app_id: null, client: "web" };
  return options;
}

function expiry(now: number, wanted: number | undefined) {
  if (wanted === undefined) return now + MAX_LIFE_S;
  // A minute of grace: the caller's clock is read before the call is made.
  if (wanted < now + MIN_LIFE_S - 60 || wanted > now + MAX_LIFE_S + 60)
    throw refused("The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.", {
      param: "expires_at",
    });
  return wanted;
}

function lineItem(sandbox: Sandbox, item: Item): Stripe.LineItem {
  const { price_data: price, quantity = 1 } = item;
  const total = price.unit_amount * quantity;
  return {
    id: newId("li_"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: price.currency,
    description: price.product_data.name,
    metadata: {},
    price: {
      id: newId("price_"),
      object: "price",
      active: false,
      billing_scheme: "per_unit",
      created: sandbox.clock.seconds(),
      currency: price.currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: newId("prod_", 14),
      recurring: null,
      tax_behavior: "unspecified",
      tiers_mode: null,
      transform_quantity: null,
      type: "one_time",
      unit_amount: price.unit_amount,
      // On the wire a decimal is a string; the package turns it into its own number type.
      unit_amount_decimal: String(price.unit_amount) as unknown as Stripe.Price["unit_amount_decimal"],
    },
    quantity,
  };
}

export function lineItemsOf(sandbox: Sandbox, id: string) {
  const items = (hiddenOf(sandbox, id).items ?? []) as Stripe.LineItem[];
  return { object: "list" as const, data: items, has_more: false, url: `/v1/checkout/sessions/${id}/line_items` };
}

/** Ends an open session; whatever intent its payer had begun ends with it. */
export function expireSession(sandbox: Sandbox, id: string) {
  const session = find(sandbox, "checkout.session", id);
  if (session?.status !== "open") return session;
  if (session.payment_intent) cancelIntent(sandbox, String(session.payment_intent), "automatic");
  const expired = update(sandbox, "checkout.session", id, { status: "expired", url: null });
  emit(sandbox, "checkout.session.expired", expired);
  return expired;
}

export const checkoutSessionEndpoints = [
  endpoint("POST /v1/checkout/sessions", shape(createFields), ({ sandbox }, params) => createSession(sandbox, params)),
  endpoint("GET /v1/checkout/sessions/:id", none, ({ sandbox, path }) => get(sandbox, "checkout.session", path.id as string)),
  endpoint("GET /v1/checkout/sessions/:id/line_items", shape(page), ({ sandbox, path }) =>
    lineItemsOf(sandbox, get(sandbox, "checkout.session", path.id as string).id),
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

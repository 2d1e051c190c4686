// A new checkout session, to pay or to save a card: the parameters it honours and what they make of it.
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { futureUsage, methodType } from "#sandbox/stripe/payment-intent-draft.ts";
import { refused } from "#sandbox/stripe/protocol/error.ts";
import { newId } from "#sandbox/stripe/protocol/objects.ts";
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
  required,
  shape,
  text,
  word,
} from "#sandbox/stripe/protocol/params.ts";

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
const intentData = { transfer_group: word, metadata, description: text, receipt_email: text, setup_future_usage: futureUsage };
export const createFields = {
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
  setup_intent_data: shape({ metadata, description: text }),
  allowed_payment_method_types: list(methodType),
  payment_method_options: shape({ wechat_pay: shape({ client: required(oneOf("web")) }) }),
  adaptive_pricing: shape({ enabled: flag }),
};
type Item = Parsed<typeof itemFields>;
export type SessionParams = Parsed<typeof createFields>;

/** What a session could have and those of this flow never do. */
const UNUSED = {
  after_expiration: null,
  allow_promotion_codes: null,
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  customer_account: null,
  integration_identifier: null,
  invoice: null,
  origin_context: null,
  payment_link: null,
  payment_method_configuration_details: null,
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  submit_type: null,
  subscription: null,
  wallet_options: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
  custom_fields: [],
  discounts: [],
  managed_payments: { enabled: false },
  phone_number_collection: { enabled: false },
  shipping_options: [],
  total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
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
} satisfies Partial<Stripe.Checkout.Session>;

/** What one mode asks for beyond what both share. */
export type ModeFields = Pick<Stripe.Checkout.Session, "mode" | "amount_total" | "currency" | "payment_status" | "payment_method_types"> &
  Partial<Stripe.Checkout.Session>;

/** Types asked for, or those on offer; wallets cannot be saved for later. */
export function methodTypes(params: SessionParams): ("card" | "alipay" | "wechat_pay")[] {
  const allowed = params.allowed_payment_method_types;
  const wallet = allowed?.find((type) => type !== "card");
  if (params.mode === "setup" && wallet)
    throw refused(`The payment method type \`${wallet}\` cannot be used in \`setup\` mode.`, { param: "allowed_payment_method_types" });
  if (allowed?.length) return allowed;
  return params.mode === "setup" ? ["card"] : ["card", "alipay", "wechat_pay"];
}

export function draftSession(sandbox: Sandbox, id: string, params: SessionParams, fields: ModeFields): Stripe.Checkout.Session {
  const now = sandbox.clock.seconds();
  return {
    ...UNUSED,
    id,
    object: "checkout.session",
    // Prices are never converted here; asking for it changes nothing.
    adaptive_pricing: { enabled: params.adaptive_pricing?.enabled ?? false },
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount_subtotal: fields.amount_total,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    created: now,
    customer: params.customer ?? null,
    customer_creation: params.customer ? null : "if_required",
    customer_details: null,
    customer_email: params.customer_email ?? null,
    expires_at: expiry(now, params.expires_at),
    livemode: false,
    locale: params.locale ?? null,
    metadata: mergeMetadata({}, params.metadata),
    payment_intent: null,
    payment_method_collection: "if_required",
    payment_method_options: sessionOptions(fields.payment_method_types),
    status: "open",
    success_url: params.success_url ?? null,
    ui_mode: "hosted_page",
    url: `${sandbox.url}/c/pay/${id}`,
    ...fields,
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

export function lineItem(sandbox: Sandbox, item: Item): Stripe.LineItem {
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

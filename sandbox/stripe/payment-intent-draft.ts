// A new payment intent, and the least that one can be over.
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { emit } from "#sandbox/stripe/events.ts";
import { refused } from "#sandbox/stripe/protocol/error.ts";
import { insert, newId } from "#sandbox/stripe/protocol/objects.ts";
import { type Metadata, mergeMetadata, oneOf } from "#sandbox/stripe/protocol/params.ts";

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
  captureMethod?: "automatic" | "automatic_async";
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
    capture_method: wanted.captureMethod ?? "automatic_async",
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

// Payment methods: a card or a wallet, as entered on the hosted page or named by a ready-made test id.
import { createHash } from "node:crypto";
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { cardByName, cardByNumber } from "#sandbox/stripe/cards.ts";
import { endpoint, none } from "#sandbox/stripe/protocol/endpoint.ts";
import { missing } from "#sandbox/stripe/protocol/error.ts";
import { find, get, insert, newId } from "#sandbox/stripe/protocol/objects.ts";

export type Wallet = "alipay" | "wechat_pay";
export interface CardEntry {
  number: string;
  expMonth: number;
  expYear: number;
}
export interface Billing {
  name: string | null;
  email: string | null;
}

export const fingerprintOf = (number: string) => createHash("sha256").update(`card:${number}`).digest("base64url").slice(0, 16);

export function newPaymentMethod(sandbox: Sandbox, means: CardEntry | Wallet, billing: Billing): Stripe.PaymentMethod {
  const wallet = typeof means === "string";
  const method: Stripe.PaymentMethod = {
    id: newId("pm_"),
    object: "payment_method",
    allow_redisplay: "limited",
    billing_details: { address: null, email: billing.email, name: billing.name, phone: null, tax_id: null },
    created: sandbox.clock.seconds(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: wallet ? means : "card",
    ...(means === "alipay" ? { alipay: {} } : means === "wechat_pay" ? { wechat_pay: {} } : { card: cardFields(means) }),
  };
  return insert(sandbox, "payment_method", method, wallet ? {} : { number: means.number });
}

function cardFields(entry: CardEntry): Stripe.PaymentMethod.Card {
  const brand = cardByNumber(entry.number)?.brand ?? "visa";
  return {
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
    country: "US",
    display_brand: brand,
    exp_month: entry.expMonth,
    exp_year: entry.expYear,
    fingerprint: fingerprintOf(entry.number),
    funding: "credit",
    generated_from: null,
    last4: entry.number.slice(-4),
    networks: { available: [brand], preferred: null },
    regulated_status: "unregulated",
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

/** A stored method by id; a ready-made test name stands for a fresh one. */
export function resolvePaymentMethod(sandbox: Sandbox, id: string): Stripe.PaymentMethod {
  const known = find(sandbox, "payment_method", id, "");
  if (known) return known;
  const test = cardByName(id);
  if (!test) throw missing("PaymentMethod", id, "payment_method", 400);
  const expYear = new Date(sandbox.clock.now()).getUTCFullYear() + 1;
  return newPaymentMethod(sandbox, { number: test.number, expMonth: 12, expYear }, { name: null, email: null });
}

export const paymentMethodEndpoints = [
  endpoint("GET /v1/payment_methods/:id", none, ({ sandbox, path }) => get(sandbox, "payment_method", path.id as string)),
];

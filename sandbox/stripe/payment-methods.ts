// Payment methods: a card or a wallet, as entered on the hosted page or named by a ready-made test id.
// A card may be attached to a customer, to be charged again; one that is not serves once, one detached never again.
import { createHash } from "node:crypto";
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { cardByName, cardByNumber } from "#sandbox/stripe/cards.ts";
import { emit } from "#sandbox/stripe/events.ts";
import { endpoint, none } from "#sandbox/stripe/protocol/endpoint.ts";
import { ApiError, missing, refused } from "#sandbox/stripe/protocol/error.ts";
import { listOf } from "#sandbox/stripe/protocol/list.ts";
import { find, get, hiddenOf, hide, insert, newId, update } from "#sandbox/stripe/protocol/objects.ts";
import { oneOf, page, required, shape, word } from "#sandbox/stripe/protocol/params.ts";

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

/** The method by which a payment is to be made for this customer; someone else's, or one given up, is refused. */
export function usableMethod(sandbox: Sandbox, id: string, customer: string | null): Stripe.PaymentMethod {
  const method = resolvePaymentMethod(sandbox, id);
  const owner = method.customer === null ? null : String(method.customer);
  const { detached, used } = hiddenOf(sandbox, method.id);
  if (detached || (used && owner === null)) throw givenUp();
  if (owner === null || owner === customer) return method;
  throw refused(
    customer === null
      ? `The \`payment_method\` parameter supplied ${id} belongs to the Customer ${owner}. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`
      : `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
    { param: "payment_method" },
  );
}
const givenUp = () =>
  refused(
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.",
  );

/** A payment was made with it: kept for the next one when that was agreed, spent otherwise. */
export function afterPayment(sandbox: Sandbox, method: Stripe.PaymentMethod, intent: Stripe.PaymentIntent) {
  const kept = intent.setup_future_usage !== null && intent.customer !== null && method.type === "card";
  hide(sandbox, method.id, kept ? { setUp: true } : { used: true });
  if (kept) attach(sandbox, method, String(intent.customer));
}

export function attach(sandbox: Sandbox, method: Stripe.PaymentMethod, customer: string): Stripe.PaymentMethod {
  if (method.customer === customer) return method;
  const attached = update(sandbox, "payment_method", method.id, { customer });
  emit(sandbox, "payment_method.attached", attached);
  return attached;
}

/** Asked for by the platform; a card whose issuer says no is not attached. */
function attachByCall(sandbox: Sandbox, id: string, customer: string): Stripe.PaymentMethod {
  get(sandbox, "customer", customer, "customer");
  const method = resolvePaymentMethod(sandbox, id);
  const { detached, used, number } = hiddenOf(sandbox, method.id);
  if (detached || (used && method.customer === null)) throw givenUp();
  if (method.type !== "card") throw refused(`PaymentMethods of type \`${method.type}\` cannot be saved to customers.`);
  if (method.customer !== null && method.customer !== customer)
    throw refused("The payment method you provided has already been attached to a customer.");
  const card = cardByNumber(String(number));
  if (card?.decline && !card.savable) {
    const { code, declineCode, message } = card.decline;
    throw new ApiError(402, message, { type: "card_error", code, ...(declineCode ? { decline_code: declineCode } : {}) });
  }
  return attach(sandbox, method, customer);
}

export function detach(sandbox: Sandbox, method: Stripe.PaymentMethod): Stripe.PaymentMethod {
  if (method.customer === null) throw refused("The payment method you provided is not attached to a customer so detachment is impossible.");
  hide(sandbox, method.id, { detached: true });
  const detached = update(sandbox, "payment_method", method.id, { customer: null });
  emit(sandbox, "payment_method.detached", detached, { customer: method.customer });
  return detached;
}

export const paymentMethodEndpoints = [
  endpoint("GET /v1/payment_methods/:id", none, ({ sandbox, path }) => get(sandbox, "payment_method", path.id as string)),
  endpoint(
    "GET /v1/payment_methods",
    shape({ ...page, customer: required(word), type: oneOf("card") }),
    ({ sandbox }, { customer, type, ...rest }) => listOf(sandbox, "payment_method", "/v1/payment_methods", rest, { customer, type }),
  ),
  endpoint("POST /v1/payment_methods/:id/attach", shape({ customer: required(word) }), ({ sandbox, path }, params) =>
    attachByCall(sandbox, path.id as string, params.customer),
  ),
  endpoint("POST /v1/payment_methods/:id/detach", none, ({ sandbox, path }) =>
    detach(sandbox, get(sandbox, "payment_method", path.id as string)),
  ),
];

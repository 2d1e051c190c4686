import { env } from "#app/env.server.ts";
import { type CheckoutPage, idempotencyKey, PAYMENT_METHODS, Params } from "#app/payments/intent.ts";
import type { ChargeFacts, Outcome } from "#app/payments/outcome.ts";
import { type Stripe, stripe } from "#app/payments/stripe.server.ts";
import type { IntentKind } from "../../generated/prisma/enums.ts";

/** A payer's hosted page at the channel, to pay or to leave a card: opened, read, ended. */

type Shown = { id: string; kind: IntentKind; attempt: number; amountFen: bigint; currency: string; params: unknown };

/** The address that the payer comes back to; the braces must reach the channel as they are. */
export const returnAddress = (page: CheckoutPage, sessionId = "{CHECKOUT_SESSION_ID}") => {
  const mark = page.returnPath.includes("?") ? "&" : "?";
  return `${env.APP_URL}${page.returnPath}${mark}session_id=${sessionId}`;
};

/** `customerId`: whose card is kept; a payment asks for none. */
export async function openSession(intent: Shown, customerId: string | null) {
  const params = Params.parse(intent.params);
  const { page } = params;
  if (!page) throw new Error(`intent ${intent.id} has no page to open`);
  return stripe.checkout.sessions.create(
    {
      ui_mode: "hosted_page",
      locale: page.locale,
      client_reference_id: intent.id,
      metadata: { intent_id: intent.id },
      expires_at: page.expiresAt,
      success_url: returnAddress(page),
      cancel_url: `${env.APP_URL}${page.returnPath}`,
      ...(customerId ? toKeepCard(intent, customerId, page) : toPay(intent, params, page)),
    },
    { idempotencyKey: idempotencyKey(intent) },
  );
}

const toPay = (intent: Shown, { transferGroup, methods }: Params, page: CheckoutPage): Stripe.Checkout.SessionCreateParams => ({
  mode: "payment",
  payment_intent_data: { transfer_group: transferGroup, metadata: { intent_id: intent.id } },
  line_items: [
    {
      quantity: 1,
      price_data: { currency: intent.currency, unit_amount: Number(intent.amountFen), product_data: { name: page.title } },
    },
  ],
  allowed_payment_method_types: methods ?? [...PAYMENT_METHODS],
  payment_method_options: { wechat_pay: { client: "web" } },
  // The price is ours to the fen: nothing may convert it.
  adaptive_pricing: { enabled: false },
});

const toKeepCard = (intent: Shown, customer: string, page: CheckoutPage): Stripe.Checkout.SessionCreateParams => ({
  mode: "setup",
  customer,
  currency: intent.currency,
  // No wallet can be kept for later.
  allowed_payment_method_types: ["card"],
  setup_intent_data: { metadata: { intent_id: intent.id }, description: page.title },
});

/** How a page stands, without what was paid on it. */
export const readSession = (id: string) => stripe.checkout.sessions.retrieve(id);
export const endSession = (id: string) => stripe.checkout.sessions.expire(id);

/** A card is kept when its set-up succeeded; nothing was paid. */
export async function readSetup(id: string): Promise<Outcome> {
  const session = await stripe.checkout.sessions.retrieve(id, { expand: ["setup_intent.payment_method"] });
  const about = {
    id: session.id,
    intentId: session.metadata?.intent_id ?? session.client_reference_id,
    amountFen: 0n,
    currency: session.currency ?? "",
    live: session.livemode,
  };
  const setup = typeof session.setup_intent === "object" ? session.setup_intent : null;
  const method = typeof setup?.payment_method === "object" ? setup.payment_method : null;
  if (session.status === "complete" && setup?.status === "succeeded" && method?.card) {
    const { fingerprint, brand, last4, exp_month: expMonth, exp_year: expYear } = method.card;
    const customerId = String(typeof setup.customer === "object" ? setup.customer?.id : setup.customer);
    const card = { fingerprint: fingerprint ?? null, brand, last4, expMonth, expYear };
    return { ...about, state: "succeeded", facts: { customerId, paymentMethodId: method.id, method: "card", ...card } };
  }
  if (session.status === "expired") return { ...about, state: "failed", error: "expired: the page was not used in time" };
  if (session.status === "complete" && setup?.status === "canceled")
    return { ...about, state: "failed", error: "canceled: the card was not kept" };
  return { ...about, state: "waiting", until: new Date(session.expires_at * 1000) };
}

/** Paid is paid only by payment_status: a delayed method completes the page before the money is there. */
export async function readCheckout(id: string): Promise<Outcome> {
  const session = await stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent.latest_charge.balance_transaction"] });
  const about = {
    id: session.id,
    intentId: session.metadata?.intent_id ?? session.client_reference_id,
    amountFen: BigInt(session.amount_total ?? 0),
    currency: session.currency ?? "",
    live: session.livemode,
  };
  if (session.payment_status === "paid") {
    const charge = chargeFacts(session.payment_intent);
    if (!charge) return { ...about, state: "waiting", until: null };
    return { ...about, state: "succeeded", charge, facts: factsOf(charge) };
  }
  if (session.status === "expired") return { ...about, state: "failed", error: "expired: the checkout page was not used in time" };
  if (session.status === "complete" && isDead(session.payment_intent))
    return { ...about, state: "failed", error: "the delayed payment failed" };
  return { ...about, state: "waiting", until: new Date(session.expires_at * 1000) };
}

const isDead = (intent: string | Stripe.PaymentIntent | null) =>
  typeof intent === "object" && intent !== null && (intent.status === "requires_payment_method" || intent.status === "canceled");

export const factsOf = ({ chargeId, paymentIntentId, method, fingerprint }: ChargeFacts) => ({
  chargeId,
  paymentIntentId,
  method,
  fingerprint,
});

export function chargeFacts(intent: string | Stripe.PaymentIntent | null): ChargeFacts | null {
  if (!intent || typeof intent === "string" || !intent.latest_charge || typeof intent.latest_charge === "string") return null;
  const charge = intent.latest_charge;
  return {
    chargeId: charge.id,
    paymentIntentId: intent.id,
    method: charge.payment_method_details?.type ?? "unknown",
    fingerprint: charge.payment_method_details?.card?.fingerprint ?? null,
    ...settlementOf(charge),
  };
}

/** The charge's cost and day, once the channel has worked them out. */
export function settlementOf(charge: Stripe.Charge): Pick<ChargeFacts, "feeFen" | "availableOn" | "available" | "settledIn"> {
  const paid = charge.balance_transaction;
  const unknown = { feeFen: null, availableOn: null, available: false };
  if (!paid || typeof paid === "string") return unknown;
  if (paid.currency !== charge.currency) return { ...unknown, settledIn: paid.currency };
  return { feeFen: BigInt(paid.fee), availableOn: new Date(paid.available_on * 1000), available: paid.status === "available" };
}

export const readCharge = async (id: string) => settlementOf(await stripe.charges.retrieve(id, { expand: ["balance_transaction"] }));

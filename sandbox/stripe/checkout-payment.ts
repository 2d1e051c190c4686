// What the payer does on the hosted page: each act is one transaction with its events.
import type Stripe from "stripe";
import { schedule } from "#sandbox/state/due.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { emit } from "#sandbox/stripe/events.ts";
import { attemptPayment, failChallenge, type Outcome } from "#sandbox/stripe/payment-attempt.ts";
import { createIntent } from "#sandbox/stripe/payment-intent-draft.ts";
import { type Billing, type CardEntry, newPaymentMethod, type Wallet } from "#sandbox/stripe/payment-methods.ts";
import { find, get, hiddenOf, update } from "#sandbox/stripe/protocol/objects.ts";

type Session = Stripe.Checkout.Session;

/** The payer presses "pay". Returns null when the session is no longer open. */
export function payByPage(sandbox: Sandbox, id: string, means: CardEntry | Wallet, billing: Billing): Outcome | null {
  return sandbox.store.write(() => {
    const session = find(sandbox, "checkout.session", id);
    if (session?.status !== "open") return null;
    const intent = intentOf(sandbox, session);
    if (intent.status === "succeeded") return null;
    const method = newPaymentMethod(sandbox, means, billing);
    const outcome = attemptPayment(sandbox, {
      intent,
      method,
      challengeUrl: `${sandbox.url}/c/pay/${id}/confirm`,
      returnUrl: `${sandbox.url}/c/pay/${id}`,
    });
    if (outcome.kind === "succeeded") complete(sandbox, session, billing, paidBy(outcome.intent));
    return outcome;
  });
}

/** The payer answers the 3-D Secure step or the wallet's question. */
export function answerChallenge(sandbox: Sandbox, id: string, agreed: boolean): Outcome | null {
  return sandbox.store.write(() => {
    const session = find(sandbox, "checkout.session", id);
    if (session?.status !== "open" || !session.payment_intent) return null;
    const intent = get(sandbox, "payment_intent", String(session.payment_intent));
    if (intent.status !== "requires_action") return null;
    if (!agreed) return failChallenge(sandbox, intent);
    const method = get(sandbox, "payment_method", String(intent.payment_method));
    const later = sandbox.store.setting<LateWallets>("lateWallets", PROMPT_WALLETS);
    if (method.type !== "card" && later.delayMs > 0) return completeUnpaid(sandbox, session, intent, method, later);
    const outcome = attemptPayment(sandbox, { intent, method, authenticated: true, challengeUrl: "", returnUrl: null });
    const { name, email } = method.billing_details;
    if (outcome.kind === "succeeded") complete(sandbox, session, { name, email }, paidBy(outcome.intent));
    return outcome;
  });
}

/** The same for an intent that the platform confirmed itself. */
export function answerIntent(sandbox: Sandbox, id: string, agreed: boolean): Outcome | null {
  return sandbox.store.write(() => {
    const intent = get(sandbox, "payment_intent", id);
    if (intent.status !== "requires_action") return null;
    if (!agreed) return failChallenge(sandbox, intent);
    const method = get(sandbox, "payment_method", String(intent.payment_method));
    return attemptPayment(sandbox, { intent, method, authenticated: true, challengeUrl: "", returnUrl: null });
  });
}

/** The session's intent comes into being with the payer's first act. */
function intentOf(sandbox: Sandbox, session: Session): Stripe.PaymentIntent {
  if (session.payment_intent) return get(sandbox, "payment_intent", String(session.payment_intent));
  const data = hiddenOf(sandbox, session.id).intentData as {
    transfer_group?: string;
    metadata?: Stripe.Metadata;
    description?: string;
    receipt_email?: string;
    setup_future_usage?: "off_session" | "on_session";
  };
  const intent = createIntent(sandbox, {
    amount: session.amount_total as number,
    currency: session.currency as string,
    types: session.payment_method_types,
    customer: session.customer as string | null,
    description: data.description,
    metadata: data.metadata,
    receiptEmail: data.receipt_email,
    transferGroup: data.transfer_group,
    futureUsage: data.setup_future_usage,
    session: session.id,
  });
  update(sandbox, "checkout.session", session.id, { payment_intent: intent.id });
  return intent;
}

/** Wallets whose money comes after the page is done, as the control page sets it. */
export interface LateWallets {
  delayMs: number;
  fails: boolean;
}
export const PROMPT_WALLETS: LateWallets = { delayMs: 0, fails: false };

/** The page is done and the payer gone, but the money is still on its way: complete is not paid. */
function completeUnpaid(
  sandbox: Sandbox,
  session: Session,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  later: LateWallets,
): Outcome {
  const processing = update(sandbox, "payment_intent", intent.id, { next_action: null, status: "processing" });
  emit(sandbox, "payment_intent.processing", processing);
  complete(sandbox, session, method.billing_details, { payment_intent: processing.id, payment_status: "unpaid" });
  schedule(sandbox, sandbox.clock.now() + later.delayMs, later.fails ? "checkout.session.unpaid" : "checkout.session.paid", session.id);
  return { kind: "succeeded", intent: processing };
}

/** The late money arrives, or turns out not to. */
export function endLatePayment(sandbox: Sandbox, id: string, arrived: boolean) {
  const session = get(sandbox, "checkout.session", id);
  const intent = get(sandbox, "payment_intent", String(session.payment_intent));
  const method = get(sandbox, "payment_method", String(intent.payment_method));
  if (!arrived) {
    failChallenge(sandbox, intent);
    emit(sandbox, "checkout.session.async_payment_failed", session);
    return;
  }
  attemptPayment(sandbox, { intent, method, authenticated: true, challengeUrl: "", returnUrl: null });
  emit(sandbox, "checkout.session.async_payment_succeeded", update(sandbox, "checkout.session", id, { payment_status: "paid" }));
}

const paidBy = (intent: Stripe.PaymentIntent) => ({ payment_intent: intent.id, payment_status: "paid" as const });

/** The page is done: `result` is what it came to. */
export function complete(
  sandbox: Sandbox,
  session: Session,
  billing: Pick<Billing, "name" | "email">,
  result: Pick<Session, "payment_status"> & Partial<Session>,
) {
  const done = update(sandbox, "checkout.session", session.id, {
    customer_details: {
      address: null,
      business_name: null,
      email: billing.email ?? session.customer_email,
      individual_name: null,
      name: billing.name,
      phone: null,
      tax_exempt: "none",
      tax_ids: [],
    },
    ...result,
    status: "complete",
    url: null,
  });
  if (session.customer && billing.email) fillInEmail(sandbox, String(session.customer), billing.email);
  emit(sandbox, "checkout.session.completed", done);
}

/** A customer of whom no address was known has the one given here. */
function fillInEmail(sandbox: Sandbox, id: string, email: string) {
  if (get(sandbox, "customer", id).email) return;
  emit(sandbox, "customer.updated", update(sandbox, "customer", id, { email }), { email: null });
}

/** Where the payer goes afterwards, with the session's id where the merchant wants it. */
export const successUrl = (session: Session) => (session.success_url ?? "/").replaceAll("{CHECKOUT_SESSION_ID}", session.id);

// What the payer does on the hosted page that saves a card: each act is one transaction with its events.
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { complete } from "#sandbox/stripe/checkout-payment.ts";
import { type Billing, type CardEntry, newPaymentMethod } from "#sandbox/stripe/payment-methods.ts";
import { find, get } from "#sandbox/stripe/protocol/objects.ts";
import { answerSetup, attemptSetup, type SetupOutcome } from "#sandbox/stripe/setup-attempt.ts";

type Session = Stripe.Checkout.Session;

/** The payer presses "save". Returns null when the session is no longer open. */
export function saveByPage(sandbox: Sandbox, id: string, card: CardEntry, billing: Billing): SetupOutcome | null {
  return sandbox.store.write(() => {
    const session = find(sandbox, "checkout.session", id);
    if (session?.status !== "open" || !session.setup_intent) return null;
    const outcome = attemptSetup(sandbox, {
      intent: get(sandbox, "setup_intent", String(session.setup_intent)),
      method: newPaymentMethod(sandbox, card, billing),
      challengeUrl: `${sandbox.url}/c/pay/${id}/confirm`,
      returnUrl: `${sandbox.url}/c/pay/${id}`,
    });
    return finish(sandbox, session, outcome);
  });
}

/** The payer answers the 3-D Secure step. */
export function answerSave(sandbox: Sandbox, id: string, agreed: boolean): SetupOutcome | null {
  return sandbox.store.write(() => {
    const session = find(sandbox, "checkout.session", id);
    if (session?.status !== "open" || !session.setup_intent) return null;
    const intent = get(sandbox, "setup_intent", String(session.setup_intent));
    if (intent.status !== "requires_action") return null;
    return finish(sandbox, session, answerSetup(sandbox, intent, agreed));
  });
}

/** The same for an intent that the platform confirmed itself. */
export function answerSetupIntent(sandbox: Sandbox, id: string, agreed: boolean): SetupOutcome | null {
  return sandbox.store.write(() => {
    const intent = get(sandbox, "setup_intent", id);
    return intent.status === "requires_action" ? answerSetup(sandbox, intent, agreed) : null;
  });
}

function finish(sandbox: Sandbox, session: Session, outcome: SetupOutcome): SetupOutcome {
  if (outcome.kind !== "succeeded") return outcome;
  const { name, email } = get(sandbox, "payment_method", String(outcome.intent.payment_method)).billing_details;
  complete(sandbox, session, { name, email }, { payment_status: "no_payment_required" });
  return outcome;
}

// One attempt to save a card: saved, declined by its issuer, or waiting for the payer to prove who they are.
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { asksForPayer, cardByNumber } from "#sandbox/stripe/cards.ts";
import { emit } from "#sandbox/stripe/events.ts";
import type { Decline } from "#sandbox/stripe/payment-attempt.ts";
import { attach } from "#sandbox/stripe/payment-methods.ts";
import { ApiError } from "#sandbox/stripe/protocol/error.ts";
import { get, hiddenOf, hide, update } from "#sandbox/stripe/protocol/objects.ts";

export interface SetupAttempt {
  intent: Stripe.SetupIntent;
  method: Stripe.PaymentMethod;
  /** The challenge was passed. */
  authenticated?: boolean;
  challengeUrl: string;
  returnUrl: string | null;
}
export type SetupOutcome =
  | { kind: "succeeded"; intent: Stripe.SetupIntent }
  | { kind: "requires_action"; intent: Stripe.SetupIntent }
  | { kind: "declined"; intent: Stripe.SetupIntent; decline: Decline };

export function attemptSetup(sandbox: Sandbox, attempt: SetupAttempt): SetupOutcome {
  const { intent, method, authenticated = false, challengeUrl, returnUrl } = attempt;
  const card = cardByNumber(String(hiddenOf(sandbox, method.id).number ?? ""));
  if (asksForPayer(card, false, false) && !authenticated) {
    const waiting = update(sandbox, "setup_intent", intent.id, {
      last_setup_error: null,
      next_action: { redirect_to_url: { return_url: returnUrl, url: challengeUrl }, type: "redirect_to_url" },
      payment_method: method.id,
      status: "requires_action",
    });
    emit(sandbox, "setup_intent.requires_action", waiting);
    return { kind: "requires_action", intent: waiting };
  }
  if (card?.decline && !card.savable) {
    // A card that is set up names its decline twice where its code says it all.
    const { code, declineCode = code, message } = card.decline;
    return refuseSetup(sandbox, intent, method, { code, declineCode, message }, "card_error");
  }
  hide(sandbox, method.id, { setUp: true });
  if (intent.customer) attach(sandbox, method, String(intent.customer));
  const done = update(sandbox, "setup_intent", intent.id, {
    last_setup_error: null,
    next_action: null,
    payment_method: method.id,
    status: "succeeded",
  });
  emit(sandbox, "setup_intent.succeeded", done);
  return { kind: "succeeded", intent: done };
}

/** The payer answers the 3-D Secure step. */
export function answerSetup(sandbox: Sandbox, intent: Stripe.SetupIntent, agreed: boolean): SetupOutcome {
  const method = get(sandbox, "payment_method", String(intent.payment_method));
  if (agreed) return attemptSetup(sandbox, { intent, method, authenticated: true, challengeUrl: "", returnUrl: null });
  const failure = {
    code: "setup_intent_authentication_failure",
    message: "The latest attempt to set up the payment method has failed because authentication failed.",
  };
  return refuseSetup(sandbox, intent, method, failure, "invalid_request_error");
}

function refuseSetup(
  sandbox: Sandbox,
  intent: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
  why: Decline,
  type: Stripe.SetupIntent.LastSetupError.Type,
): SetupOutcome {
  const failed = update(sandbox, "setup_intent", intent.id, {
    last_setup_error: {
      code: why.code as Stripe.SetupIntent.LastSetupError.Code,
      ...(why.declineCode ? { decline_code: why.declineCode } : {}),
      doc_url: `https://stripe.com/docs/error-codes/${why.code.replaceAll("_", "-")}`,
      message: why.message,
      payment_method: method,
      type,
    },
    next_action: null,
    payment_method: null,
    status: "requires_payment_method",
  });
  emit(sandbox, "setup_intent.setup_failed", failed);
  return { kind: "declined", intent: failed, decline: why };
}

/** The 402 that a server-side confirmation answers; its effects stay. */
export function declinedSetup({ intent, decline }: Extract<SetupOutcome, { kind: "declined" }>) {
  return new ApiError(
    402,
    decline.message,
    {
      type: "card_error",
      code: decline.code,
      ...(decline.declineCode ? { decline_code: decline.declineCode } : {}),
      setup_intent: intent,
      ...(intent.last_setup_error?.payment_method ? { payment_method: intent.last_setup_error.payment_method } : {}),
    },
    { commits: true },
  );
}

// One attempt to pay a payment intent: paid, declined, or waiting for the payer to prove who they are.
import type Stripe from "stripe";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { asksForPayer, cardByNumber, type TestCard } from "#sandbox/stripe/cards.ts";
import { failCharge, succeedCharge, tellSettled } from "#sandbox/stripe/charges.ts";
import { emit } from "#sandbox/stripe/events.ts";
import { afterPayment } from "#sandbox/stripe/payment-methods.ts";
import { ApiError } from "#sandbox/stripe/protocol/error.ts";
import { find, hiddenOf, newId, update } from "#sandbox/stripe/protocol/objects.ts";

export interface Attempt {
  intent: Stripe.PaymentIntent;
  method: Stripe.PaymentMethod;
  /** The payer is away: a challenge can't be answered. */
  offSession?: boolean;
  /** A challenge must fail the payment instead of waiting for its answer. */
  neverAsks?: boolean;
  /** The challenge was passed. */
  authenticated?: boolean;
  /** Where the payer answers a challenge, and where they return. */
  challengeUrl: string;
  returnUrl: string | null;
}
export interface Decline {
  code: string;
  declineCode?: string;
  message: string;
}
export type Outcome =
  | { kind: "succeeded"; intent: Stripe.PaymentIntent }
  | { kind: "requires_action"; intent: Stripe.PaymentIntent }
  | { kind: "declined"; intent: Stripe.PaymentIntent; decline: Decline; chargeId: string | null };

export function attemptPayment(sandbox: Sandbox, attempt: Attempt): Outcome {
  const { method, intent, offSession = false, neverAsks = false, authenticated = false } = attempt;
  const { number, setUp } = hiddenOf(sandbox, method.id);
  const card = cardByNumber(String(number ?? ""));
  const challenged = method.type !== "card" || asksForPayer(card, offSession, setUp === true);
  if (challenged && !authenticated) {
    if (!offSession && !neverAsks) return { kind: "requires_action", intent: awaitPayer(sandbox, attempt) };
    return decline(sandbox, attempt, card, {
      code: "authentication_required",
      declineCode: "authentication_required",
      message: "Your card was declined. This transaction requires authentication.",
    });
  }
  if (card?.decline) return decline(sandbox, attempt, card, card.decline);
  const charge = succeedCharge(sandbox, { intent, method, card, authenticated: authenticated && method.type === "card" });
  const paid = update(sandbox, "payment_intent", intent.id, {
    amount_received: intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: method.id,
    status: "succeeded",
  });
  afterPayment(sandbox, method, paid);
  emit(sandbox, "payment_intent.succeeded", paid);
  tellSettled(sandbox, intent, charge);
  return { kind: "succeeded", intent: paid };
}

/** The payer refused or failed the challenge. */
export function failChallenge(sandbox: Sandbox, intent: Stripe.PaymentIntent): Outcome {
  const wallet = intent.next_action?.type !== "redirect_to_url";
  const method = find(sandbox, "payment_method", String(intent.payment_method)) as Stripe.PaymentMethod;
  const failure: Decline = wallet
    ? { code: "payment_intent_payment_attempt_failed", message: "The customer did not authorize the payment." }
    : {
        code: "payment_intent_authentication_failure",
        message: "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
      };
  return refusePayment(sandbox, intent, method, failure, null);
}

function decline(sandbox: Sandbox, { intent, method, authenticated }: Attempt, card: TestCard | undefined, why: Decline): Outcome {
  const charge = failCharge(
    sandbox,
    { intent, method, card, authenticated: authenticated ?? false },
    why.code,
    why.declineCode,
    why.message,
  );
  return refusePayment(sandbox, intent, method, why, charge.id);
}

function refusePayment(
  sandbox: Sandbox,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  why: Decline,
  chargeId: string | null,
): Outcome {
  const failed = update(sandbox, "payment_intent", intent.id, {
    last_payment_error: {
      ...(chargeId ? { charge: chargeId } : {}),
      code: why.code as Stripe.PaymentIntent.LastPaymentError.Code,
      ...(why.declineCode ? { decline_code: why.declineCode } : {}),
      doc_url: `https://stripe.com/docs/error-codes/${why.code.replaceAll("_", "-")}`,
      message: why.message,
      payment_method: method,
      type: chargeId ? "card_error" : "invalid_request_error",
    },
    latest_charge: chargeId ?? intent.latest_charge,
    next_action: null,
    payment_method: null,
    status: "requires_payment_method",
  });
  emit(sandbox, "payment_intent.payment_failed", failed);
  return { kind: "declined", intent: failed, decline: why, chargeId };
}

function awaitPayer(sandbox: Sandbox, { intent, method, challengeUrl, returnUrl }: Attempt) {
  const waiting = update(sandbox, "payment_intent", intent.id, {
    last_payment_error: null,
    next_action: nextAction(method.type, challengeUrl, returnUrl),
    payment_method: method.id,
    status: "requires_action",
  });
  emit(sandbox, "payment_intent.requires_action", waiting);
  return waiting;
}

function nextAction(type: string, url: string, returnUrl: string | null): Stripe.PaymentIntent.NextAction {
  if (type === "alipay")
    return { alipay_handle_redirect: { native_data: null, native_url: null, return_url: returnUrl, url }, type: "alipay_handle_redirect" };
  if (type === "wechat_pay")
    return {
      type: "wechat_pay_display_qr_code",
      wechat_pay_display_qr_code: {
        data: `weixin://wxpay/bizpayurl?pr=${newId("", 9)}`,
        hosted_instructions_url: url,
        image_data_url: "data:image/png;base64,",
        image_url_png: `${url}?format=png`,
        image_url_svg: `${url}?format=svg`,
      },
    };
  return { redirect_to_url: { return_url: returnUrl, url }, type: "redirect_to_url" };
}

/** The 402 that a server-side confirmation answers; its effects stay. */
export function declinedError(outcome: Extract<Outcome, { kind: "declined" }>) {
  const { decline: why, chargeId, intent } = outcome;
  return new ApiError(
    402,
    why.message,
    {
      type: "card_error",
      code: why.code,
      ...(why.declineCode ? { decline_code: why.declineCode } : {}),
      ...(chargeId ? { charge: chargeId } : {}),
      payment_intent: intent,
      ...(intent.last_payment_error?.payment_method ? { payment_method: intent.last_payment_error.payment_method } : {}),
    },
    { commits: true },
  );
}

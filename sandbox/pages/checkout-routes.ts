// The hosted page's addresses: show, pay, answer the challenge, and the way back.
import type { IncomingMessage, ServerResponse } from "node:http";
import type Stripe from "stripe";
import { challengePage, checkoutPage, closedPage, type FieldErrors, spaced, type Typed } from "#sandbox/pages/checkout-page.ts";
import { type CheckoutText, checkoutText } from "#sandbox/pages/checkout-text.ts";
import { type Language, languageOf, money } from "#sandbox/pages/html.ts";
import { readFields, redirect, sendPage } from "#sandbox/pages/http.ts";
import { settle } from "#sandbox/state/due.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { cardByNumber, passesLuhn } from "#sandbox/stripe/cards.ts";
import { answerChallenge, answerIntent, payByPage, successUrl } from "#sandbox/stripe/checkout-payment.ts";
import { lineItemsOf } from "#sandbox/stripe/checkout-sessions.ts";
import type { Outcome } from "#sandbox/stripe/payment-attempt.ts";
import type { CardEntry, Wallet } from "#sandbox/stripe/payment-methods.ts";
import { find } from "#sandbox/stripe/protocol/objects.ts";
import { dueWork } from "#sandbox/stripe/routes.ts";

interface Visit {
  sandbox: Sandbox;
  req: IncomingMessage;
  res: ServerResponse;
  session: Stripe.Checkout.Session;
  language: Language;
  text: CheckoutText;
}
const EMPTY: Typed = { method: "", email: "", number: "", expiry: "", cvc: "", name: "" };
const SAMPLE = { method: "card", expiry: "12/40", cvc: "123" };
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** `rest` is what follows `/c/pay/` in the address. */
export async function answerCheckout(sandbox: Sandbox, req: IncomingMessage, res: ServerResponse, rest: string): Promise<void> {
  const [id = "", step] = rest.split("/");
  settle(sandbox, dueWork);
  const session = find(sandbox, "checkout.session", id);
  const language = languageOf(req, session?.locale);
  const text = checkoutText[language];
  if (!session || (step !== undefined && step !== "confirm"))
    return sendPage(res, closedPage(language, text.missingTitle, text.missingBody, null), 404);
  const visit: Visit = { sandbox, req, res, session, language, text };
  if (session.status !== "open") return closed(visit);
  if (step === "confirm") return challenge(visit);
  if (req.method === "POST") return pay(visit);
  show(visit, { ...EMPTY, email: session.customer_email ?? "", method: session.payment_method_types[0] ?? "card" }, {}, lastRefusal(visit));
}

function show(visit: Visit, typed: Typed, errors: FieldErrors, alert: string | null) {
  const { sandbox, session, language, text } = visit;
  const items = lineItemsOf(sandbox, session.id).data;
  sendPage(visit.res, checkoutPage({ language, text, session, items, typed, errors, alert }), Object.keys(errors).length > 0 ? 400 : 200);
}

function closed({ res, session, language, text }: Visit) {
  if (session.status === "complete") {
    const link = { href: successUrl(session), label: text.continue };
    return sendPage(res, closedPage(language, text.paidTitle, text.paidBody, link));
  }
  const link = session.cancel_url ? { href: session.cancel_url, label: text.continue } : null;
  sendPage(res, closedPage(language, text.expiredTitle, text.expiredBody, link), 410);
}

async function pay(visit: Visit) {
  const { sandbox, session, res } = visit;
  const { fields } = await readFields(visit.req);
  const typed = Object.fromEntries(Object.keys(EMPTY).map((name) => [name, String(fields[name] ?? "").trim()])) as unknown as Typed;
  const sample = cardByNumber(String(fields.fill ?? ""));
  if (sample) return show(visit, { ...typed, ...SAMPLE, number: spaced(sample.number) }, {}, null);
  const { means, errors } = understand(sandbox, session, typed);
  if (!means) return show(visit, { ...typed, cvc: "" }, errors, null);
  const outcome = payByPage(sandbox, session.id, means, { email: typed.email, name: typed.name || null });
  if (outcome?.kind === "requires_action") return redirect(res, `/c/pay/${session.id}/confirm?locale=${visit.language}`);
  if (outcome?.kind === "declined") return show(visit, { ...typed, cvc: "" }, {}, refusal(visit.text, outcome));
  leave(visit);
}

function understand(sandbox: Sandbox, session: Stripe.Checkout.Session, typed: Typed): { means?: CardEntry | Wallet; errors: FieldErrors } {
  const errors: FieldErrors = {};
  if (!EMAIL.test(typed.email)) errors.email = "email";
  if (!session.payment_method_types.includes(typed.method)) errors.method = "method";
  if (typed.method !== "card") return Object.keys(errors).length > 0 ? { errors } : { means: typed.method as Wallet, errors };
  const number = typed.number.replace(/[\s-]/g, "");
  if (!passesLuhn(number)) errors.number = "number";
  else if (!cardByNumber(number)) errors.number = "unknown_card";
  const [, month = "", year = ""] = /^(\d{1,2})\s*\/\s*(\d{2}|\d{4})$/.exec(typed.expiry) ?? [];
  const expMonth = Number(month);
  const expYear = Number(year) + (year.length === 2 ? 2000 : 0);
  if (expMonth < 1 || expMonth > 12) errors.expiry = "expiry";
  else if (Date.UTC(expYear, expMonth, 1) <= sandbox.clock.now()) errors.expiry = "expired";
  if (!/^\d{3,4}$/.test(typed.cvc)) errors.cvc = "cvc";
  return Object.keys(errors).length > 0 ? { errors } : { means: { number, expMonth, expYear }, errors };
}

async function challenge(visit: Visit) {
  const { sandbox, session, language, text, req, res } = visit;
  const intent = session.payment_intent ? find(sandbox, "payment_intent", String(session.payment_intent)) : undefined;
  if (intent?.status !== "requires_action") return redirect(res, `/c/pay/${session.id}?locale=${language}`);
  if (req.method !== "POST") {
    const asked = {
      price: money(intent.amount, intent.currency),
      action: `/c/pay/${session.id}/confirm`,
      wallet: walletOf(sandbox, intent),
    };
    return sendPage(res, challengePage(language, text, asked));
  }
  const { fields } = await readFields(req);
  const outcome = answerChallenge(sandbox, session.id, fields.answer === "complete");
  if (outcome?.kind === "declined") return redirect(res, `/c/pay/${session.id}?locale=${language}`);
  leave(visit);
}

function walletOf(sandbox: Sandbox, intent: Stripe.PaymentIntent) {
  const type = find(sandbox, "payment_method", String(intent.payment_method))?.type;
  return type === "alipay" || type === "wechat_pay" ? (type as Wallet) : null;
}

/** The challenge of an intent that the platform confirmed itself. `id` is what follows `/c/challenge/` in the address. */
export async function answerChallengePage(sandbox: Sandbox, req: IncomingMessage, res: ServerResponse, id: string): Promise<void> {
  const language = languageOf(req);
  const text = checkoutText[language];
  const intent = find(sandbox, "payment_intent", id);
  if (intent?.status !== "requires_action") return sendPage(res, closedPage(language, text.missingTitle, text.missingBody, null), 404);
  const asked = { price: money(intent.amount, intent.currency), action: `/c/challenge/${id}`, wallet: walletOf(sandbox, intent) };
  if (req.method !== "POST") return sendPage(res, challengePage(language, text, asked));
  const back = intent.next_action?.redirect_to_url?.return_url ?? intent.next_action?.alipay_handle_redirect?.return_url;
  const { fields } = await readFields(req);
  const outcome = answerIntent(sandbox, id, fields.answer === "complete");
  if (back) return redirect(res, back);
  const [title, message] =
    outcome?.kind === "succeeded"
      ? [text.paidTitle, text.paidBody]
      : [text.challengeTitle, outcome?.kind === "declined" ? refusal(text, outcome) : ""];
  sendPage(res, closedPage(language, title, message, null));
}

/** Paid: on to the merchant. Ended meanwhile: the page says so. */
function leave(visit: Visit) {
  const session = find(visit.sandbox, "checkout.session", visit.session.id) as Stripe.Checkout.Session;
  if (session.status === "complete") return redirect(visit.res, successUrl(session));
  closed({ ...visit, session });
}

const refusal = (text: CheckoutText, { decline }: Extract<Outcome, { kind: "declined" }>) =>
  text.declines[(decline.declineCode ?? decline.code) as keyof CheckoutText["declines"]] ?? text.declines.generic_decline;

/** A payer who comes back from a failed challenge is told why. */
function lastRefusal({ sandbox, session, text }: Visit): string | null {
  const intent = session.payment_intent ? find(sandbox, "payment_intent", String(session.payment_intent)) : undefined;
  const error = intent?.last_payment_error;
  if (!error) return null;
  return text.declines[(error.decline_code ?? error.code) as keyof CheckoutText["declines"]] ?? text.declines.generic_decline;
}

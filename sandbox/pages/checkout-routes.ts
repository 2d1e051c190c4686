// The hosted page's addresses: show, pay, answer the challenge, and the way back.
import type { IncomingMessage, ServerResponse } from "node:http";
import type Stripe from "stripe";
import { challengePage, checkoutPage, closedPage, type FieldErrors, saves, spaced, type Typed } from "#sandbox/pages/checkout-page.ts";
import { type CheckoutText, checkoutText } from "#sandbox/pages/checkout-text.ts";
import { type Language, languageOf, money } from "#sandbox/pages/html.ts";
import { readFields, redirect, sendPage } from "#sandbox/pages/http.ts";
import { settle } from "#sandbox/state/due.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { cardByNumber, isSomebodysCard, passesLuhn } from "#sandbox/stripe/cards.ts";
import { answerChallenge, answerIntent, payByPage, successUrl } from "#sandbox/stripe/checkout-payment.ts";
import { lineItemsOf } from "#sandbox/stripe/checkout-sessions.ts";
import { answerSave, answerSetupIntent, saveByPage } from "#sandbox/stripe/checkout-setup.ts";
import type { Decline } from "#sandbox/stripe/payment-attempt.ts";
import type { Billing, CardEntry, Wallet } from "#sandbox/stripe/payment-methods.ts";
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
const QUICK_CARD = "4242424242424242";
const QUICK_EMAIL = "payer@example.com";
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
  const typed = { ...EMPTY, email: knownEmail(visit) ?? "", method: session.payment_method_types[0] ?? "card" };
  show(visit, typed, {}, lastRefusal(visit));
}

function show(visit: Visit, typed: Typed, errors: FieldErrors, alert: string | null) {
  const { sandbox, session, language, text } = visit;
  const items = lineItemsOf(sandbox, session.id, { limit: 100 }).data;
  const purpose = session.setup_intent ? (find(sandbox, "setup_intent", String(session.setup_intent))?.description ?? null) : null;
  const page = checkoutPage({ language, text, session, items, purpose, typed, errors, alert });
  sendPage(visit.res, page, Object.keys(errors).length > 0 ? 400 : 200);
}

function closed({ res, session, language, text }: Visit) {
  if (session.status === "complete") {
    const link = { href: successUrl(session), label: text.continue };
    const [title, message] = saves(session) ? [text.savedTitle, text.savedBody] : [text.paidTitle, text.paidBody];
    return sendPage(res, closedPage(language, title, message, link));
  }
  const link = session.cancel_url ? { href: session.cancel_url, label: text.continue } : null;
  sendPage(res, closedPage(language, text.expiredTitle, saves(session) ? text.saveExpiredBody : text.expiredBody, link), 410);
}

const knownEmail = ({ sandbox, session }: Visit) =>
  session.customer_email ?? (session.customer ? find(sandbox, "customer", String(session.customer))?.email : null);

/** The way pressed at the top of the page, with what it would take to fill in. */
function quickMeans({ sandbox, session }: Visit, lane: string): CardEntry | Wallet | undefined {
  if (!session.payment_method_types.includes(lane)) return undefined;
  if (lane !== "card") return lane as Wallet;
  return { number: QUICK_CARD, expMonth: 12, expYear: new Date(sandbox.clock.now()).getUTCFullYear() + 4 };
}

async function pay(visit: Visit) {
  const { sandbox, session } = visit;
  const { fields } = await readFields(visit.req);
  const quick = quickMeans(visit, String(fields.quick ?? ""));
  if (quick) {
    const email = knownEmail(visit) ?? QUICK_EMAIL;
    return attempt(visit, quick, { email, name: null }, { ...EMPTY, email, method: String(fields.quick) });
  }
  const typed = Object.fromEntries(Object.keys(EMPTY).map((name) => [name, String(fields[name] ?? "").trim()])) as unknown as Typed;
  const sample = cardByNumber(String(fields.fill ?? ""));
  if (sample) return show(visit, { ...typed, ...SAMPLE, number: spaced(sample.number) }, {}, null);
  const { means, errors } = understand(sandbox, session, typed);
  if (!means) return show(visit, { ...typed, cvc: "" }, errors, null);
  attempt(visit, means, { email: typed.email, name: typed.name || null }, typed);
}

function attempt(visit: Visit, means: CardEntry | Wallet, billing: Billing, typed: Typed) {
  const { sandbox, session, res } = visit;
  const outcome =
    saves(session) && typeof means !== "string"
      ? saveByPage(sandbox, session.id, means, billing)
      : payByPage(sandbox, session.id, means, billing);
  if (outcome?.kind === "requires_action") return redirect(res, `/c/pay/${session.id}/confirm?locale=${visit.language}`);
  if (outcome?.kind === "declined") return show(visit, { ...typed, cvc: "" }, {}, refusal(visit.text, outcome.decline));
  leave(visit);
}

function understand(sandbox: Sandbox, session: Stripe.Checkout.Session, typed: Typed): { means?: CardEntry | Wallet; errors: FieldErrors } {
  const errors: FieldErrors = {};
  if (!EMAIL.test(typed.email)) errors.email = "email";
  if (!session.payment_method_types.includes(typed.method)) errors.method = "method";
  if (typed.method !== "card") return Object.keys(errors).length > 0 ? { errors } : { means: typed.method as Wallet, errors };
  const number = typed.number.replace(/[\s-]/g, "");
  if (!passesLuhn(number)) errors.number = "number";
  else if (!cardByNumber(number) && !isSomebodysCard(number)) errors.number = "unknown_card";
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
  const intent = begun(visit);
  if (intent?.status !== "requires_action") return redirect(res, `/c/pay/${session.id}?locale=${language}`);
  if (req.method !== "POST") {
    const asked = { price: priceOf(intent), action: `/c/pay/${session.id}/confirm`, wallet: walletOf(sandbox, intent) };
    return sendPage(res, challengePage(language, text, asked));
  }
  const { fields } = await readFields(req);
  const answer = saves(session) ? answerSave : answerChallenge;
  const outcome = answer(sandbox, session.id, fields.answer === "complete");
  if (outcome?.kind === "declined") return redirect(res, `/c/pay/${session.id}?locale=${language}`);
  leave(visit);
}

type Intent = Stripe.PaymentIntent | Stripe.SetupIntent;
const priceOf = (intent: Intent) => (intent.object === "payment_intent" ? money(intent.amount, intent.currency) : null);

/** What the payer has begun here: to pay, or to save a card. */
function begun({ sandbox, session }: Pick<Visit, "sandbox" | "session">): Intent | undefined {
  if (session.setup_intent) return find(sandbox, "setup_intent", String(session.setup_intent));
  return session.payment_intent ? find(sandbox, "payment_intent", String(session.payment_intent)) : undefined;
}

function walletOf(sandbox: Sandbox, intent: Intent) {
  const type = find(sandbox, "payment_method", String(intent.payment_method))?.type;
  return type === "alipay" || type === "wechat_pay" ? (type as Wallet) : null;
}

/** The challenge of an intent that the platform confirmed itself. `id` is what follows `/c/challenge/` in the address. */
export async function answerChallengePage(sandbox: Sandbox, req: IncomingMessage, res: ServerResponse, id: string): Promise<void> {
  const language = languageOf(req);
  const text = checkoutText[language];
  const intent = find(sandbox, "payment_intent", id) ?? find(sandbox, "setup_intent", id);
  if (intent?.status !== "requires_action") return sendPage(res, closedPage(language, text.missingTitle, text.missingBody, null), 404);
  const asked = { price: priceOf(intent), action: `/c/challenge/${id}`, wallet: walletOf(sandbox, intent) };
  if (req.method !== "POST") return sendPage(res, challengePage(language, text, asked));
  const next = intent.next_action;
  const wallet = next && "alipay_handle_redirect" in next ? next.alipay_handle_redirect : undefined;
  const back = next?.redirect_to_url?.return_url ?? wallet?.return_url;
  const { fields } = await readFields(req);
  const answer = intent.object === "setup_intent" ? answerSetupIntent : answerIntent;
  const outcome = answer(sandbox, id, fields.answer === "complete");
  if (back) return redirect(res, back);
  const done = intent.object === "setup_intent" ? [text.savedTitle, text.savedBody] : [text.paidTitle, text.paidBody];
  const [title = "", message = ""] =
    outcome?.kind === "succeeded" ? done : [text.challengeTitle, outcome?.kind === "declined" ? refusal(text, outcome.decline) : ""];
  sendPage(res, closedPage(language, title, message, null));
}

/** Paid: on to the merchant. Ended meanwhile: the page says so. */
function leave(visit: Visit) {
  const session = find(visit.sandbox, "checkout.session", visit.session.id) as Stripe.Checkout.Session;
  if (session.status === "complete") return redirect(visit.res, successUrl(session));
  closed({ ...visit, session });
}

const refusal = (text: CheckoutText, decline: Decline) =>
  text.declines[(decline.declineCode ?? decline.code) as keyof CheckoutText["declines"]] ?? text.declines.generic_decline;

/** A payer who comes back from a failed challenge is told why. */
function lastRefusal(visit: Visit): string | null {
  const intent = begun(visit);
  const error = intent?.object === "setup_intent" ? intent.last_setup_error : intent?.last_payment_error;
  return error ? refusal(visit.text, { code: error.code ?? "", declineCode: error.decline_code, message: "" }) : null;
}

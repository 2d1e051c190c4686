// The hosted payment page and the pages around it. Plain HTML: it works in any browser, with scripts or without.
import type Stripe from "stripe";
import type { CheckoutText } from "#sandbox/pages/checkout-text.ts";
import { frame, html, type Language, type Markup, money } from "#sandbox/pages/html.ts";
import { TEST_CARDS, type TestCard } from "#sandbox/stripe/cards.ts";

type Session = Stripe.Checkout.Session;
export interface Typed {
  method: string;
  email: string;
  number: string;
  expiry: string;
  cvc: string;
  name: string;
}
export type FieldErrors = Partial<Record<"email" | "number" | "expiry" | "cvc" | "method", keyof CheckoutText["errors"]>>;
export interface PageState {
  language: Language;
  text: CheckoutText;
  session: Session;
  items: Stripe.LineItem[];
  /** What a saved card is for, as the merchant put it. */
  purpose: string | null;
  typed: Typed;
  errors: FieldErrors;
  alert: string | null;
}

const BRANDS: Record<string, string> = { mastercard: " · Mastercard", unionpay: " · UnionPay" };
const price = (session: Session) => money(session.amount_total ?? 0, session.currency ?? "cny");
/** Whether the page saves a card and charges nothing. */
export const saves = (session: Session) => session.mode === "setup";
const otherLanguage = (language: Language) => (language === "zh" ? "en" : "zh");

export function checkoutPage(state: PageState): string {
  const { text, session, language } = state;
  const [heading, sum, act] = saves(session)
    ? [text.saveFor, text.nothingNow, text.save]
    : [text.payTo, price(session), text.pay(price(session))];
  const body = html`<main class="pay">
  <section class="summary" aria-label="${saves(session) ? text.saveTitle : text.total}">
    <p class="top"><span class="badge">${text.test}</span> <a href="?locale=${otherLanguage(language)}" lang="${otherLanguage(language)}">${text.language}</a></p>
    <h1>${heading}</h1>
    <p class="amount">${sum}</p>
    ${state.items.length > 0 && html`<ul>${state.items.map((item) => itemRow(item, text))}</ul>`}
    ${state.purpose && html`<p class="purpose">${state.purpose}</p>`}
    ${session.cancel_url && html`<p><a class="back" href="${session.cancel_url}">← ${text.back}</a></p>`}
  </section>
  <section class="panel">
    ${state.alert && html`<p class="alert" role="alert">${state.alert}</p>`}
    ${quickLanes(state)}
    <form id="pay" method="post" action="/c/pay/${session.id}?locale=${language}" novalidate>
      <h2>${text.contact}</h2>
      ${field(state, "email", "email", { type: "email", autocomplete: "email", label: text.email })}
      <h2 id="method">${saves(session) ? text.cardToSave : text.method}</h2>
      ${problem(state, "method")}
      <div class="methods" role="radiogroup" aria-labelledby="method">
        ${session.payment_method_types.map((type) => methodChoice(state, type))}
      </div>
      <button class="button primary wide" type="submit">${act}</button>
      ${saves(session) && html`<p class="note">${text.saveConsent}</p>`}
      <p class="note">${saves(session) ? text.saveCloseHint : text.closeHint}</p>
      <p class="note">${text[saves(session) ? "saveExpires" : "expires"](beijing(session.expires_at, language))}</p>
    </form>
    ${session.payment_method_types.includes("card") && testCards(state)}
  </section>
</main>`;
  return frame(language, saves(session) ? text.saveTitle : `${text.title} · ${price(session)}`, body, STYLE);
}

const ICONS: Record<string, string> = { card: "卡", alipay: "支", wechat_pay: "微" };
const icon = (type: string) => html`<span class="icon" aria-hidden="true">${ICONS[type] ?? ""}</span>`;

/** For whoever tries the product out: each way in one press, with nothing to fill in. */
function quickLanes({ session, text, language }: PageState): Markup {
  const types = session.payment_method_types as ("card" | "alipay" | "wechat_pay")[];
  return html`<form class="quick" method="post" action="/c/pay/${session.id}?locale=${language}" aria-labelledby="quick">
      <p class="note" id="quick">${text.quick}</p>
      <div>${types.map((type) => html`<button class="button ${type}" name="quick" value="${type}">${icon(type)}${saves(session) ? text.quickSave : text[type]}</button>`)}</div>
    </form>`;
}

function itemRow(item: Stripe.LineItem, text: CheckoutText): Markup {
  const many = (item.quantity ?? 1) > 1;
  return html`<li><span>${item.description}${many && html`<small>${text.quantity(item.quantity ?? 1)}</small>`}</span><span>${money(item.amount_total, item.currency)}</span></li>`;
}

function methodChoice(state: PageState, type: string): Markup {
  const { text, typed } = state;
  const label = text[type as "card" | "alipay" | "wechat_pay"];
  return html`<div class="choice ${type}">
    <label class="pick"><input type="radio" name="method" value="${type}"${typed.method === type && html` checked`}>${icon(type)}${label}</label>
    <div class="detail">${type === "card" ? cardFields(state) : html`<p class="note">${text.walletHint}</p>`}</div>
  </div>`;
}

function cardFields(state: PageState): Markup {
  const { text } = state;
  return html`${field(state, "number", "number", { label: text.number, autocomplete: "cc-number", inputmode: "numeric", placeholder: "4242 4242 4242 4242" })}
  <div class="two">
    ${field(state, "expiry", "expiry", { label: text.expiry, autocomplete: "cc-exp", inputmode: "numeric", placeholder: "12/34" })}
    ${field(state, "cvc", "cvc", { label: text.cvc, autocomplete: "cc-csc", inputmode: "numeric", placeholder: "123" })}
  </div>
  ${field(state, "name", undefined, { label: text.name, autocomplete: "cc-name" })}`;
}

interface FieldLook {
  label: string;
  type?: string;
  autocomplete: string;
  inputmode?: string;
  placeholder?: string;
}
function field(state: PageState, name: keyof Typed, error: keyof FieldErrors | undefined, look: FieldLook): Markup {
  const wrong = error !== undefined && state.errors[error] !== undefined;
  return html`<div class="field"><label for="${name}">${look.label}</label>
    <input id="${name}" name="${name}" type="${look.type ?? "text"}" value="${state.typed[name]}" autocomplete="${look.autocomplete}"
      inputmode="${look.inputmode ?? "text"}" placeholder="${look.placeholder ?? ""}"${wrong && html` aria-invalid="true" aria-describedby="${name}-problem"`}>
    ${error && problem(state, error)}</div>`;
}
function problem(state: PageState, name: keyof FieldErrors) {
  const code = state.errors[name];
  return code && html`<p class="problem" id="${name}-problem">${state.text.errors[code]}</p>`;
}

function testCards({ text, session }: PageState): Markup {
  return html`<details class="cards" open><summary>${text.cards}</summary>
    <p class="note">${text.cardsNote}</p>
    <table>${TEST_CARDS.map(
      (
        card,
      ) => html`<tr><td><code>${spaced(card.number)}</code></td><td>${saves(session) ? savedEffect(card, text) : effect(card, text)}</td>
        <td><button class="fill" form="pay" name="fill" value="${card.number}" aria-label="${text.use} ${spaced(card.number)}">${text.use}</button></td></tr>`,
    )}</table>
  </details>`;
}
export const spaced = (number: string) => number.replace(/(.{4})(?=.)/g, "$1 ");
function effect(card: TestCard, text: CheckoutText): string {
  if (card.challenge) return card.decline ? text.effects.challengeDecline : text.effects.challenge;
  if (card.bypassPending) return text.effects.bypass;
  if (card.dispute) return card.dispute.inquiry ? text.effects.disputeInquiry : text.effects[`dispute_${card.dispute.reason}`];
  if (card.refund) return card.refund === "pending" ? text.effects.refundPending : text.effects.refundFails;
  if (card.decline) return text.effects[(card.decline.declineCode ?? card.decline.code) as keyof CheckoutText["effects"]];
  return `${text.effects.ok}${BRANDS[card.brand] ?? ""}`;
}

/** What becomes of a card that is saved now and charged later. */
function savedEffect(card: TestCard, text: CheckoutText): string {
  if (card.savable) return card.challenge ? text.effects.savedShort : text.effects.savedDecline;
  if (!card.challenge)
    return card.decline || card.refund || card.bypassPending || card.dispute
      ? effect(card, text)
      : text.effects.savedOk + (BRANDS[card.brand] ?? "");
  if (card.waived === undefined) return text.effects.challengeAlways;
  return card.waived === "always" ? text.effects.challengeWaived : text.effects.challengeOnce;
}

/** The bank's 3-D Secure step, or the wallet's own confirmation. */
export interface Challenge {
  /** Null when a card is saved and nothing charged. */
  price: string | null;
  /** Where the answer is posted. */
  action: string;
  wallet: "alipay" | "wechat_pay" | null;
}
export function challengePage(language: Language, text: CheckoutText, { price: sum, action, wallet }: Challenge): string {
  const title = wallet ? text.walletTitle(text[wallet]) : text.challengeTitle;
  const body = html`<main class="step ${wallet ?? "bank"}">
    <p><span class="badge">${text.test}</span></p>
    <h1>${title}</h1>
    <p>${sum === null ? text.challengeSaveBody : wallet ? text.walletBody(sum) : text.challengeBody(sum)}</p>
    <form method="post" action="${action}?locale=${language}">
      <button class="button primary wide" name="answer" value="complete">${wallet ? text.authorize : text.complete}</button>
      <button class="button wide" name="answer" value="fail">${wallet ? text.refuse : text.fail}</button>
    </form>
  </main>`;
  return frame(language, title, body, STYLE);
}

export function closedPage(language: Language, title: string, message: string, link: { href: string; label: string } | null): string {
  const body = html`<main class="step"><h1>${title}</h1><p>${message}</p>
    ${link && html`<p><a class="button primary wide" href="${link.href}">${link.label}</a></p>`}</main>`;
  return frame(language, title, body, STYLE);
}

export const beijing = (seconds: number, language: Language) =>
  new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", {
    timeZone: "Asia/Shanghai",
    dateStyle: "medium",
    timeStyle: "short",
    hour12: false,
  }).format(seconds * 1000);

const STYLE = `
.pay { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.15fr); min-height: 100vh; }
.summary { background: #10294d; color: #fff; padding: 3.5rem clamp(1.25rem, 5vw, 5rem); }
.summary a { color: #cfe1ff; } .summary .top { display: flex; justify-content: space-between; align-items: center; }
.summary h1 { font-size: 1.05rem; font-weight: 500; margin-top: 2rem; color: #d4deee; }
.amount { font-size: 2.5rem; font-weight: 650; line-height: 1.2; margin: .25rem 0 1.75rem; font-variant-numeric: tabular-nums; }
.summary ul { list-style: none; margin: 0 0 2rem; padding: 0; border-top: 1px solid #33507c; }
.summary li { display: flex; justify-content: space-between; gap: 1rem; padding: .85rem 0; border-bottom: 1px solid #33507c; overflow-wrap: anywhere; }
.summary .purpose { margin-bottom: 2rem; padding: .85rem 0; border-block: 1px solid #33507c; overflow-wrap: anywhere; }
.summary li span:last-child { white-space: nowrap; font-variant-numeric: tabular-nums; }
.summary small { display: block; color: #b8c6dd; }
.panel { background: #fff; padding: 3.5rem clamp(1.25rem, 5vw, 5rem); } .panel > * { max-width: 30rem; }
.panel h2 { font-size: 1.05rem; margin: 1.75rem 0 .75rem; } .panel form h2:first-child { margin-top: 0; }
.field { margin-bottom: .9rem; } .field label { margin-bottom: .3rem; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; align-items: start; }
.problem { color: var(--bad); font-size: .875rem; margin-top: .3rem; } [aria-invalid] { border-color: var(--bad) !important; }
.methods { border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; margin-bottom: 1.25rem; }
.choice + .choice { border-top: 1px solid var(--line); }
.pick { display: flex; align-items: center; gap: .75rem; padding: .85rem 1rem; cursor: pointer; font-size: 1rem; }
.pick input { width: 1.1rem; height: 1.1rem; accent-color: var(--accent); margin: 0; }
.choice:has(:checked) > .pick { background: #f0f6ff; }
.detail { display: none; padding: .75rem 1rem 1rem; } .choice:has(input[type=radio]:checked) .detail { display: block; }
.icon { display: inline-grid; place-items: center; width: 1.75rem; height: 1.75rem; border-radius: 6px; font-size: .9rem; background: #eef1f6; }
.alipay .icon { background: #1677ff; color: #fff; } .wechat_pay .icon { background: #07a35a; color: #fff; }
.wide { display: block; width: 100%; margin: .5rem 0; padding-block: .7rem; } .panel .note { margin-top: .5rem; }
.quick { border: 1px dashed #b6becb; border-radius: var(--radius); padding: .75rem 1rem 1rem; margin-bottom: 1.75rem; }
.quick div { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: .5rem; margin-top: .5rem; }
.quick .button { display: flex; flex-wrap: wrap; align-items: center; justify-content: center; gap: .25rem .5rem; padding-inline: .25rem; }
.alert { margin-bottom: 1.25rem; }
.cards { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: 1rem; } .cards summary { cursor: pointer; font-weight: 600; }
.cards table { width: 100%; border-collapse: collapse; margin-top: .5rem; font-size: .875rem; } .cards td { padding: .3rem 0; border-bottom: 1px solid #eef0f4; vertical-align: top; }
.cards td { vertical-align: middle; } .cards td + td { color: var(--soft); padding-left: .5rem; } .cards td:last-child { text-align: right; }
.fill { border: 1px solid var(--line); border-radius: 6px; background: #fff; color: var(--accent); padding: .15rem .6rem; min-height: 1.75rem; cursor: pointer; white-space: nowrap; } .cards code { white-space: nowrap; }
.step { max-width: 26rem; margin: 12vh auto; background: #fff; border: 1px solid var(--line); border-radius: 14px; padding: 2rem; }
.step h1 { font-size: 1.3rem; margin: .5rem 0 .75rem; } .step form, .step h1 + p + p { margin-top: 1.5rem; }
.step.alipay { border-top: 6px solid #1677ff; } .step.wechat_pay { border-top: 6px solid #07a35a; } .step.bank { border-top: 6px solid #10294d; }
@media (max-width: 800px) { .pay { grid-template-columns: minmax(0, 1fr); } .summary, .panel { padding-block: 1.5rem; } .summary h1 { margin-top: 1rem; }
  .amount { font-size: 2rem; margin-bottom: 1rem; } .summary ul { margin-bottom: 1rem; } .panel > * { max-width: none; } .step { margin: 1rem; } }
`;

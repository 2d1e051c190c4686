// What banks and payees do of their own accord, as cards of the control page: disputes, payouts, and answers that are held back.
import type Stripe from "stripe";
import type { Hold } from "#sandbox/control/holds.ts";
import { type ControlText, controlText } from "#sandbox/control/text.ts";
import { html, type Language, type Markup, money } from "#sandbox/pages/html.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { PAYOUT_FAILURES } from "#sandbox/stripe/bank-accounts.ts";

const SHOWN = 8;
const OPEN = ["needs_response", "under_review", "warning_needs_response", "warning_under_review"];
const action = (path: string, language: Language) => `/_sandbox/${path}?locale=${language}`;
const word = (words: Record<string, string>, value: string) => words[value] ?? value;

function latest<T>(sandbox: Sandbox, type: string, more = ""): (T & { owner: string })[] {
  return sandbox.store
    .all<{ body: string; account: string }>(
      `SELECT body, account FROM object WHERE type = ? ${more} ORDER BY seq DESC LIMIT ${SHOWN}`,
      type,
    )
    .map((row) => ({ ...JSON.parse(row.body), owner: row.account }));
}

export function disputeCard(sandbox: Sandbox, language: Language): Markup {
  const text = controlText[language];
  const disputes = latest<Stripe.Dispute>(sandbox, "dispute");
  const charges = latest<Stripe.Charge>(
    sandbox,
    "charge",
    `AND account = '' AND body ->> '$.status' = 'succeeded' AND body ->> '$.disputed' = 0 AND body ->> '$.refunded' = 0
     AND body ->> '$.payment_method_details.type' = 'card'`,
  );
  return html`<section aria-labelledby="disputes"><h2 id="disputes">${text.disputes}</h2><p class="note">${text.disputesNote}</p>
    ${disputes.length > 0 && html`<table>${disputes.map((one) => disputeRow(one, text, language))}</table>`}
    ${
      charges.length > 0 &&
      html`<form method="post" action="${action("dispute.open", language)}" class="grid">
      <label>${text.charge}<select name="charge">${charges.map((one) => html`<option value="${one.id}">${money(one.amount, one.currency)} · …${one.id.slice(-6)}${one.description && ` · ${one.description.slice(0, 24)}`}</option>`)}</select></label>
      <label>${text.reason}<select name="reason">${Object.entries(text.reasons).map(([value, label]) => html`<option value="${value}">${label}</option>`)}</select></label>
      <label class="check"><input name="inquiry" type="checkbox"> ${text.inquiry}</label>
      <button class="button">${text.dispute}</button></form>`
    }</section>`;
}

function disputeRow(one: Stripe.Dispute, text: ControlText, language: Language): Markup {
  const act = (outcome: "won" | "lost" | "escalated") =>
    html`<button class="fill" name="outcome" value="${outcome}">${text.outcomes[outcome]}</button>`;
  const inquiry = one.status.startsWith("warning_");
  return html`<tr><td class="keep">${money(one.amount, one.currency)}<br><code>…${one.id.slice(-6)}</code></td><td class="words">${word(text.disputeStates, one.status)}</td><td class="n">${
    OPEN.includes(one.status) &&
    html`<form method="post" action="${action("dispute.decide", language)}" class="acts"><input type="hidden" name="dispute" value="${one.id}">${act("won")}${act("lost")}${inquiry && act("escalated")}</form>`
  }</td></tr>`;
}

export function payoutCard(sandbox: Sandbox, language: Language): Markup {
  const text = controlText[language];
  const payouts = latest<Stripe.Payout>(sandbox, "payout");
  const daily = sandbox.store.setting("dailyPayouts", false);
  const rich = sandbox.store.all<{ account: string; currency: string; available: number; name: string | null }>(
    `SELECT balance.account, currency, available, object.body ->> '$.display_name' AS name FROM balance LEFT JOIN object ON object.id = balance.account
     WHERE available > 0 ORDER BY available DESC LIMIT ${SHOWN}`,
  );
  return html`<section aria-labelledby="payouts"><h2 id="payouts">${text.payouts}</h2><p class="note">${text.payoutsNote}</p>
    ${
      rich.length > 0 &&
      html`<table>${rich.map(
        (
          one,
        ) => html`<tr><td>${one.account === "" ? text.platform : (one.name ?? one.account)}</td><td class="n keep">${money(one.available, one.currency)}</td><td class="n">
        <form method="post" action="${action("payout.make", language)}" class="acts"><input type="hidden" name="account" value="${one.account}"><input type="hidden" name="currency" value="${one.currency}"><button class="fill">${text.payOut}</button></form></td></tr>`,
      )}</table>`
    }
    ${payouts.length > 0 && html`<h3>${text.latestPayouts}</h3><table>${payouts.map((one) => payoutRow(one, text, language))}</table>`}
    <form method="post" action="${action("payouts", language)}" class="grid">
      <label class="check"><input name="daily" type="checkbox"${daily && html` checked`}> ${text.daily}</label><button class="button">${text.set}</button></form></section>`;
}

function payoutRow(one: Stripe.Payout, text: ControlText, language: Language): Markup {
  return html`<tr><td class="keep">${money(one.amount, one.currency)}<br><code>…${one.id.slice(-6)}</code></td><td class="words">${word(text.payoutStates, one.status)}${one.failure_code && html`<br><code>${one.failure_code}</code>`}</td><td class="n">${
    !["failed", "canceled"].includes(one.status) &&
    html`<form method="post" action="${action("payout.fail", language)}" class="acts"><input type="hidden" name="payout" value="${one.id}">
    <select name="code" aria-label="${text.failure}">${Object.keys(PAYOUT_FAILURES).map((code) => html`<option>${code}</option>`)}</select><button class="fill">${text.fail}</button></form>`
  }</td></tr>`;
}

export function holdCard(held: Hold[], language: Language): Markup | false {
  const text = controlText[language];
  return (
    held.length > 0 &&
    html`<section aria-labelledby="holds"><h2 id="holds">${text.holds}</h2><table>${held.map(
      (one) =>
        html`<tr><td><code>${one.endpoint}</code></td><td class="words">${text.stages[one.stage]}${!one.waiting && ` · ${text.callerGone}`}</td><td class="n"><form method="post" action="${action("holds/release", language)}" class="acts"><input type="hidden" name="id" value="${one.id}">
        <button class="fill" name="how" value="send">${text.letGo}</button><button class="fill" name="how" value="drop">${text.cut}</button></form></td></tr>`,
    )}</table></section>`
  );
}

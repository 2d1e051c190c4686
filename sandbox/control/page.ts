// The control page for people: time, mail, mishaps.
import { FAULT_KINDS, faults } from "#sandbox/control/faults.ts";
import { holds } from "#sandbox/control/holds.ts";
import { disputeCard, holdCard, payoutCard } from "#sandbox/control/money-cards.ts";
import { controlText } from "#sandbox/control/text.ts";
import { type Mail, mails } from "#sandbox/mail.ts";
import { escapeHtml, FACE, frame, html, type Language, type Markup, Markup as Raw } from "#sandbox/pages/html.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { sums } from "#sandbox/stripe/balance.ts";
import { type LateWallets, PROMPT_WALLETS } from "#sandbox/stripe/checkout-payment.ts";
import { type Mischief, NO_MISCHIEF } from "#sandbox/stripe/webhooks.ts";

const STEPS = ["10m", "1h", "1d", "3d", "7d"] as const;
const SHOWN_MAILS = 30;

const moment = (ms: number) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "medium" }).format(ms);

export async function controlPage(sandbox: Sandbox, language: Language, query: URLSearchParams): Promise<string> {
  const text = controlText[language];
  const other = language === "zh" ? "en" : "zh";
  const wrong = query.get("wrong");
  const body = html`<header><div><h1>${text.title}</h1><p class="note">${text.intro}</p></div>
    <nav>${sandbox.appUrl && html`<a href="${sandbox.appUrl}">${text.product}</a>`} <a href="?locale=${other}" lang="${other}">${text.language}</a></nav></header>
  ${wrong && html`<p class="alert" role="alert">${wrong}</p>`}
  <main>
    <div class="column">${await clockCard(sandbox, language)}${mailCard(sandbox, language, query.get("to") ?? "")}</div>
    <div class="column">${holdCard(await holds(0, 0), language)}${moneyCard(sandbox, language)}${disputeCard(sandbox, language)}${payoutCard(sandbox, language)}${walletCard(sandbox, language)}${faultCard(sandbox, language)}${rateCard(sandbox, language)}${webhookCard(sandbox, language)}${memoryCard(sandbox, language)}</div>
  </main>`;
  return frame(language, text.title, body, STYLE);
}

const action = (path: string, language: Language) => `/_sandbox/${path}?locale=${language}`;

async function clockCard(sandbox: Sandbox, language: Language): Promise<Markup> {
  const text = controlText[language];
  const { clock } = sandbox;
  const product = await clock.productOffsetMs();
  return html`<section aria-labelledby="clock"><h2 id="clock">${text.clock}</h2>
    <dl><dt>${text.sandboxTime}</dt><dd>${moment(clock.now())}</dd>
      <dt>${text.productTime}</dt><dd>${product === null ? text.unknown : moment(Date.now() + product)}</dd>
      <dt>${text.moved}</dt><dd>${span(clock.offsetMs(), language)}</dd></dl>
    <p class="note">${text.clockNote}</p>
    <form method="post" action="${action("clock", language)}" class="row">
      ${STEPS.map((step) => html`<button class="button" name="advance" value="${step}">+ ${text.steps[step]}</button>`)}
    </form>
    <form method="post" action="${action("clock", language)}" class="row">
      <label for="advance" class="sr">${text.custom}</label><input id="advance" name="advance" type="text" placeholder="36h / 90m / 2d" required>
      <button class="button primary">${text.advance}</button></form>
  </section>`;
}

function span(ms: number, language: Language) {
  const minutes = Math.round(ms / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  return language === "zh" ? `${days} 天 ${hours} 小时 ${rest} 分` : `${days} d ${hours} h ${rest} min`;
}

function mailCard(sandbox: Sandbox, language: Language, to: string): Markup {
  const text = controlText[language];
  const all = mails(sandbox, to || undefined, SHOWN_MAILS);
  return html`<section aria-labelledby="mail"><h2 id="mail">${text.mail}</h2>
    <form method="get" action="/_sandbox" class="row"><input type="hidden" name="locale" value="${language}">
      <label for="to" class="sr">${text.mailTo}</label><input id="to" name="to" type="text" value="${to}" placeholder="${text.mailTo}"><button class="button">${text.filter}</button></form>
    ${all.length === 0 && html`<p class="note">${text.noMail}</p>`}
    <ul class="mails">${all.map(
      (one) => html`<li><a href="/_sandbox/mails/${one.id}?locale=${language}"><strong>${one.subject || "—"}</strong></a>
        <span class="note">${one.to.join(", ")} · ${moment(Date.parse(one.at))}</span></li>`,
    )}</ul></section>`;
}

const MAIL_STYLE = `<style>body { font: 16px/1.6 ${FACE}; }</style>`;
export function mailPage(language: Language, mail: Mail): string {
  const text = controlText[language];
  // The mail keeps its own markup, inside a frame that runs no scripts and opens links in the whole window.
  const inside = mail.html ? `<base target="_top"><link rel="stylesheet" href="/fonts/index.css">${MAIL_STYLE}${mail.html}` : "";
  const body = html`<main class="mail"><p><a href="/_sandbox?locale=${language}">← ${text.title}</a></p>
    <h1>${mail.subject}</h1>
    <dl><dt>${text.from}</dt><dd>${mail.from}</dd><dt>${text.to}</dt><dd>${mail.to.join(", ")}</dd><dt>${text.at}</dt><dd>${moment(Date.parse(mail.at))}</dd></dl>
    ${mail.links.length > 0 && html`<section><h2>${text.links}</h2><ul class="links">${mail.links.map((link) => html`<li><a href="${link}">${link}</a></li>`)}</ul></section>`}
    ${inside && html`<iframe title="${mail.subject}" sandbox="allow-top-navigation-by-user-activation allow-popups" srcdoc="${inside}"></iframe>`}
    <section><h2>${text.plain}</h2><pre>${new Raw(linked(mail.text))}</pre></section></main>`;
  return frame(language, mail.subject, body, STYLE);
}
const linked = (plain: string) => escapeHtml(plain).replace(/https?:\/\/[^\s<>"'）)]+/g, (url) => `<a href="${url}">${url}</a>`);

function moneyCard(sandbox: Sandbox, language: Language): Markup {
  const text = controlText[language];
  const rows = sums(sandbox);
  const shown = (minor: number) => (minor / 100).toLocaleString("en", { minimumFractionDigits: 2 });
  return html`<section aria-labelledby="money"><h2 id="money">${text.money}</h2>
    <table><tr><th>${text.currency}</th><th class="n">${text.available}</th><th class="n">${text.pending}</th></tr>
    ${rows.map((row) => html`<tr><td>${row.currency.toUpperCase()}</td><td class="n">${shown(row.available)}</td><td class="n">${shown(row.pending)}</td></tr>`)}</table>
    ${rows.length === 0 && html`<p class="note">${text.noMoney}</p>`}</section>`;
}

function walletCard(sandbox: Sandbox, language: Language): Markup {
  const text = controlText[language];
  const late = sandbox.store.setting<LateWallets>("lateWallets", PROMPT_WALLETS);
  return html`<section aria-labelledby="wallets"><h2 id="wallets">${text.wallets}</h2><p class="note">${text.walletsNote}</p>
    <form method="post" action="${action("wallets", language)}" class="grid">
      <label>${text.walletDelay}<input name="delayMs" type="number" min="0" value="${late.delayMs}"></label>
      <label class="check"><input name="fails" type="checkbox"${late.fails && html` checked`}> ${text.walletFails}</label>
      <button class="button">${text.set}</button></form></section>`;
}

function faultCard(sandbox: Sandbox, language: Language): Markup {
  const text = controlText[language];
  const all = faults(sandbox);
  return html`<section aria-labelledby="faults"><h2 id="faults">${text.faults}</h2><p class="note">${text.faultsNote}</p>
    ${
      all.length > 0 &&
      html`<table><tr><th>${text.endpoint}</th><th>${text.kind}</th><th class="n">${text.hits}</th></tr>${all.map(
        (rule) =>
          html`<tr><td><code>${rule.method} ${rule.path}</code></td><td><code>${rule.kind}</code></td><td class="n">${rule.hit}/${rule.times}</td></tr>`,
      )}</table>`
    }
    <form method="post" action="${action("faults", language)}" class="grid">
      <label>${text.endpoint}<input name="endpoint" type="text" value="POST /v1/transfers"></label>
      <label>${text.kind}<select name="kind">${FAULT_KINDS.map((kind) => html`<option>${kind}</option>`)}</select></label>
      <label>${text.nth}<input name="nth" type="number" min="1" value="1"></label>
      <label>${text.times}<input name="times" type="number" min="1" value="1"></label>
      <button class="button">${text.add}</button></form>
    ${all.length > 0 && clearForm("faults", language)}</section>`;
}
const clearForm = (path: string, language: Language) =>
  html`<form method="post" action="${action(path, language)}"><button class="button danger" name="_method" value="DELETE">${controlText[language].clear}</button></form>`;

function rateCard(sandbox: Sandbox, language: Language): Markup {
  const text = controlText[language];
  return html`<section aria-labelledby="rate"><h2 id="rate">${text.rate}</h2><p class="note">${text.rateNote}</p>
    <form method="post" action="${action("rate-limit", language)}" class="grid">
      <label>${text.perSecond}<input name="perSecond" type="number" min="0" value="${sandbox.store.setting("rateLimit", 0)}"></label>
      <button class="button">${text.set}</button></form></section>`;
}

function webhookCard(sandbox: Sandbox, language: Language): Markup {
  const text = controlText[language];
  const mischief = { ...NO_MISCHIEF, ...sandbox.store.setting<Partial<Mischief>>("mischief", {}) };
  const states = sandbox.store.all<{ state: string; n: number }>("SELECT state, count(*) AS n FROM delivery GROUP BY 1 ORDER BY 1");
  const input = (name: Exclude<keyof Mischief, "shuffle">) =>
    html`<label>${text.mischief[name]}<input name="${name}" type="number" min="0" value="${mischief[name]}"></label>`;
  return html`<section aria-labelledby="webhooks"><h2 id="webhooks">${text.webhooks}</h2>
    <p class="note">${states.length === 0 ? text.noDeliveries : states.map((row) => `${text.states[row.state as keyof typeof text.states]} ${row.n}`).join(" · ")}</p>
    <form method="post" action="${action("webhooks", language)}" class="grid">
      ${(["duplicate", "delayMs", "dropNext", "dropPercent", "badSignature", "oldTimestamp"] as const).map(input)}
      <label class="check"><input name="shuffle" type="checkbox"${mischief.shuffle && html` checked`}> ${text.mischief.shuffle}</label>
      <button class="button">${text.set}</button></form>
    ${JSON.stringify(mischief) !== JSON.stringify(NO_MISCHIEF) && clearForm("webhooks", language)}</section>`;
}

function memoryCard(sandbox: Sandbox, language: Language): Markup {
  const text = controlText[language];
  const counters = sandbox.store.all<{ kind: string; name: string; n: number }>("SELECT * FROM counter ORDER BY kind, n DESC LIMIT 20");
  return html`<section aria-labelledby="memory"><h2 id="memory">${text.memory}</h2>
    ${counters.length > 0 && html`<p class="note">${text.countersNote}</p><table>${counters.map((row) => html`<tr><td><code>${row.name}</code></td><td class="n">${row.n}</td></tr>`)}</table>`}
    <p class="row"><a class="button" href="/_sandbox/export">${text.export}</a></p>
    <details><summary>${text.reset}</summary><p class="note">${text.resetNote}</p>
      <form method="post" action="${action("reset", language)}"><button class="button danger">${text.resetNow}</button></form></details></section>`;
}

const STYLE = `
header { display: flex; justify-content: space-between; gap: 1rem; flex-wrap: wrap; padding: 1.5rem clamp(1rem, 4vw, 3rem); background: #10294d; color: #fff; }
header h1 { font-size: 1.35rem; } header .note { color: #c7d3e6; } header a { color: #cfe1ff; margin-left: 1rem; }
main { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.25rem; padding: 1.25rem clamp(1rem, 4vw, 3rem); align-items: start; }
body > .alert { margin: 1rem clamp(1rem, 4vw, 3rem) 0; }
.column { display: grid; gap: 1.25rem; min-width: 0; }
section { background: #fff; border: 1px solid var(--line); border-radius: 14px; padding: 1.25rem; min-width: 0; }
section h2 { font-size: 1.05rem; margin-bottom: .75rem; } section form { margin-top: .75rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0 0 .5rem; } dt { color: var(--soft); } dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .75rem; } .row input { flex: 1 1 8rem; width: auto; min-width: 0; }
.grid { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; align-items: end; } .grid label { font-weight: 400; } .grid input, .grid select { margin-top: .2rem; }
.check { display: flex; gap: .5rem; align-items: center; min-height: 2.75rem; } .check input { width: 1.1rem; height: 1.1rem; margin: 0; }
table { width: 100%; border-collapse: collapse; font-size: .875rem; } th { text-align: left; color: var(--soft); font-weight: 500; } td, th { padding: .35rem .25rem; border-bottom: 1px solid #eef0f4; overflow-wrap: anywhere; }
.keep { white-space: nowrap; } .words { overflow-wrap: normal; }
h3 { font-size: .875rem; margin: 1rem 0 .25rem; color: var(--soft); font-weight: 500; }
.acts { display: flex; flex-wrap: wrap; gap: .35rem; justify-content: flex-end; margin: 0 !important; } .acts select { width: auto; max-width: 7.5rem; padding: .15rem .35rem; min-height: 1.75rem; font-size: .8125rem; }
.fill { border: 1px solid var(--line); border-radius: 6px; background: #fff; color: var(--accent); padding: .15rem .6rem; min-height: 1.75rem; cursor: pointer; white-space: nowrap; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
.mails, .links { list-style: none; margin: .75rem 0 0; padding: 0; } .mails li { padding: .6rem 0; border-top: 1px solid #eef0f4; } .mails .note { display: block; overflow-wrap: anywhere; } .links li { overflow-wrap: anywhere; padding: .2rem 0; }
details summary { cursor: pointer; margin-top: .75rem; }
.mail { display: block; max-width: 52rem; margin: 0 auto; } .mail > * + * { margin-top: 1rem; } .mail h1 { font-size: 1.4rem; }
iframe { width: 100%; height: 26rem; border: 1px solid var(--line); border-radius: 10px; background: #fff; } pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; font: inherit; }
`;

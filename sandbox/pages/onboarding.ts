// The payee's onboarding form behind an account link.
import type { IncomingMessage, ServerResponse } from "node:http";
import { closedPage } from "#sandbox/pages/checkout-page.ts";
import { frame, html, type Language, languageOf } from "#sandbox/pages/html.ts";
import { readFields, redirect, sendPage } from "#sandbox/pages/http.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { completeOnboarding } from "#sandbox/stripe/accounts.ts";
import { failureOf } from "#sandbox/stripe/bank-accounts.ts";
import { emitThin } from "#sandbox/stripe/events.ts";
import { find, hiddenOf, hide } from "#sandbox/stripe/protocol/objects.ts";

interface Link {
  token: string;
  expires: number;
  refresh_url: string;
  return_url?: string;
}
interface Typed {
  name: string;
  bank: string;
  number: string;
}
type Errors = Partial<Record<keyof Typed, string>>;

const zh = {
  test: "测试模式",
  title: "设置收款账户",
  intro: "金城 Jincheng 使用此账户向您支付项目款项。填写收款人和银行账户后即可收款。",
  name: "收款人姓名或公司名称",
  bank: "开户银行",
  banks: ["中国工商银行", "中国建设银行", "中国银行", "招商银行", "浦发银行"],
  number: "银行账号",
  numberHint: "测试模式：任意 8 至 20 位数字，例如 6222020000001234。",
  submit: "提交并完成",
  later: "稍后再说",
  agree: "提交即表示您确认以上信息真实，并同意收款服务协议（测试）。",
  missingTitle: "链接无效",
  missingBody: "这个链接不存在、已被新的链接取代或已过期。请返回商户重新开始。",
  back: "返回商户",
  language: "English",
  errors: { name: "请填写至少两个字的姓名或公司名称。", bank: "请选择开户银行。", number: "请填写 8 至 20 位数字的银行账号。" },
};
const en: typeof zh = {
  test: "Test mode",
  title: "Set up your payout account",
  intro: "金城 Jincheng pays your project earnings to this account. Enter the payee and the bank account to start receiving money.",
  name: "Payee's name or company",
  bank: "Bank",
  banks: ["ICBC", "China Construction Bank", "Bank of China", "China Merchants Bank", "SPD Bank"],
  number: "Account number",
  numberHint: "Test mode: any 8 to 20 digits, for example 6222020000001234.",
  submit: "Submit and finish",
  later: "Not now",
  agree: "By submitting you confirm that this is true and accept the payout terms (test).",
  missingTitle: "This link doesn't work",
  missingBody: "The link doesn't exist, was replaced by a newer one, or has expired. Go back to the merchant to start again.",
  back: "Return to merchant",
  language: "中文",
  errors: {
    name: "Enter a name or company of at least two characters.",
    bank: "Choose a bank.",
    number: "Enter an account number of 8 to 20 digits.",
  },
};
const words = { zh, en };

/** `rest` is `<account>/<token>`. */
export async function answerOnboarding(sandbox: Sandbox, req: IncomingMessage, res: ServerResponse, rest: string): Promise<void> {
  const [accountId = "", token] = rest.split("/");
  const language = languageOf(req);
  const text = words[language];
  const account = find(sandbox, "v2.core.account", accountId);
  const link = account && (hiddenOf(sandbox, accountId).link as Link | undefined);
  if (!account || !link || link.token !== token || link.expires < sandbox.clock.now()) {
    const back = link ? { href: link.refresh_url, label: text.back } : null;
    return sendPage(res, closedPage(language, text.missingTitle, text.missingBody, back), 404);
  }
  if (req.method !== "POST") {
    const typed = { name: account.display_name ?? "", bank: "", number: "" };
    return sendPage(res, page(language, link, `/setup/${rest}`, typed, {}));
  }
  const { fields } = await readFields(req);
  const typed: Typed = {
    name: String(fields.name ?? "").trim(),
    bank: String(fields.bank ?? ""),
    number: String(fields.number ?? "").replace(/\s/g, ""),
  };
  const errors: Errors = {};
  if (typed.name.length < 2) errors.name = text.errors.name;
  if (!typed.bank) errors.bank = text.errors.bank;
  if (!/^\d{8,20}$/.test(typed.number)) errors.number = text.errors.number;
  if (Object.keys(errors).length > 0) return sendPage(res, page(language, link, `/setup/${rest}`, typed, errors), 400);
  sandbox.store.write(() => {
    completeOnboarding(sandbox, accountId, {
      name: typed.name,
      bank: typed.bank,
      last4: typed.number.slice(-4),
      failsWith: failureOf(typed.number),
    });
    // A link serves once.
    hide(sandbox, accountId, { link: null });
    emitThin(sandbox, "v2.core.account_link.returned", accountId, {
      account_id: accountId,
      configurations: ["recipient"],
      use_case: "account_onboarding",
    });
  });
  redirect(res, link.return_url ?? link.refresh_url);
}

function page(language: Language, link: Link, action: string, typed: Typed, errors: Errors): string {
  const text = words[language];
  const other = language === "zh" ? "en" : "zh";
  const wrong = (name: keyof Typed) => errors[name] && html`<p class="problem" id="${name}-problem">${errors[name]}</p>`;
  const marks = (name: keyof Typed) => errors[name] && html` aria-invalid="true" aria-describedby="${name}-problem"`;
  const body = html`<main class="setup">
    <p class="top"><span class="badge">${text.test}</span> <a href="?locale=${other}" lang="${other}">${text.language}</a></p>
    <h1>${text.title}</h1>
    <p class="note">${text.intro}</p>
    <form method="post" action="${action}?locale=${language}" novalidate>
      <div class="field"><label for="name">${text.name}</label>
        <input id="name" name="name" type="text" autocomplete="name" value="${typed.name}"${marks("name")}>${wrong("name")}</div>
      <div class="field"><label for="bank">${text.bank}</label>
        <select id="bank" name="bank"${marks("bank")}><option value=""></option>${text.banks.map(
          (bank) => html`<option${bank === typed.bank && html` selected`}>${bank}</option>`,
        )}</select>${wrong("bank")}</div>
      <div class="field"><label for="number">${text.number}</label>
        <input id="number" name="number" type="text" inputmode="numeric" autocomplete="off" value="${typed.number}"${marks("number")}>
        ${wrong("number")}<p class="note">${text.numberHint}</p></div>
      <p class="note">${text.agree}</p>
      <button class="button primary" type="submit">${text.submit}</button>
      <a class="button" href="${link.return_url ?? link.refresh_url}">${text.later}</a>
    </form></main>`;
  return frame(language, text.title, body, STYLE);
}

const STYLE = `
.setup { max-width: 32rem; margin: 8vh auto; background: #fff; border: 1px solid var(--line); border-radius: 14px; padding: 2rem; }
.setup .top { display: flex; justify-content: space-between; } .setup h1 { font-size: 1.5rem; margin: 1rem 0 .5rem; }
.setup form { margin-top: 1.5rem; } .field { margin-bottom: 1.1rem; } .field label { margin-bottom: .3rem; } .field .note { margin-top: .3rem; }
.problem { color: var(--bad); font-size: .875rem; margin-top: .3rem; } [aria-invalid] { border-color: var(--bad) !important; }
.setup .button { margin: 1.25rem .5rem 0 0; }
@media (max-width: 600px) { .setup { margin: 0; border: 0; border-radius: 0; min-height: 100vh; padding: 1.25rem; } }
`;

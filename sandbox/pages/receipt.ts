// The receipt that a charge's `receipt_url` shows.
import type { IncomingMessage, ServerResponse } from "node:http";
import { beijing, closedPage } from "#sandbox/pages/checkout-page.ts";
import { languageOf, money } from "#sandbox/pages/html.ts";
import { sendPage } from "#sandbox/pages/http.ts";
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import { find } from "#sandbox/stripe/protocol/objects.ts";

const words = {
  zh: {
    title: "收据",
    missing: "找不到这张收据",
    paid: (sum: string, when: string) => `已于 ${when}（北京时间）向 金城 Jincheng 支付 ${sum}。测试模式，没有真实扣款。`,
  },
  en: {
    title: "Receipt",
    missing: "No such receipt",
    paid: (sum: string, when: string) => `${sum} paid to 金城 Jincheng on ${when} (Beijing time). Test mode: no real money moved.`,
  },
};

export async function answerReceipt(sandbox: Sandbox, req: IncomingMessage, res: ServerResponse, id: string): Promise<void> {
  const language = languageOf(req);
  const text = words[language];
  const charge = find(sandbox, "charge", id, "");
  if (!charge) return sendPage(res, closedPage(language, text.missing, id, null), 404);
  sendPage(
    res,
    closedPage(language, text.title, text.paid(money(charge.amount, charge.currency), beijing(charge.created, language)), null),
  );
}

import nodemailer from "nodemailer";
import { env } from "#app/env.server.ts";
import { i18nFor } from "#app/i18n/i18n.server.ts";
import { singleton } from "#app/singleton.server.ts";

const transport = () => singleton("mail", () => nodemailer.createTransport(env.SMTP_URL, { pool: true, maxConnections: 2 } as object));

/** What a letter says: sentences in the reader's language and at most one button. `path` is a page of this site. */
export type Letter = { to: string; locale: "zh" | "en"; subject: string; lines: string[]; button?: { label: string; path: string } };

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** Sends one letter as text and as simple HTML. Throws when the mail server does not take it; the queue then tries again. */
export async function sendMail({ to, locale, subject, lines, button }: Letter): Promise<void> {
  const { t } = i18nFor(locale);
  const href = button && env.APP_URL + button.path;
  const foot = t("people.mail.foot", { address: env.APP_URL });
  const text = [...lines, ...(button ? [`${button.label}: ${href}`] : []), "—", foot].join("\n\n");
  const html = `<!doctype html><html lang="${locale === "zh" ? "zh-CN" : "en"}"><body style="margin:0;padding:24px;background:#f5f6f4;font:16px/1.7 -apple-system,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;color:#1c2b33">
<div style="max-width:560px;margin:0 auto;background:#fff;border:1px solid #dfe3e0;border-radius:10px;padding:28px">
<p style="margin:0 0 16px;font-weight:600;color:#0f5c6e">金城 Jincheng</p>
${lines.map((line) => `<p style="margin:0 0 14px">${escapeHtml(line).replaceAll("\n", "<br>")}</p>`).join("\n")}
${button && href ? `<p style="margin:22px 0"><a href="${escapeHtml(href)}" style="display:inline-block;padding:10px 20px;border-radius:6px;background:#0f6b7f;color:#fff;text-decoration:none">${escapeHtml(button.label)}</a></p>\n<p style="margin:0 0 14px;font-size:13px;color:#5b6a70;word-break:break-all">${escapeHtml(href)}</p>` : ""}
<p style="margin:22px 0 0;padding-top:14px;border-top:1px solid #e8ebe9;font-size:13px;color:#5b6a70">${escapeHtml(foot)}</p>
</div></body></html>`;
  await transport().sendMail({ from: env.MAIL_FROM, to, subject, text, html });
}

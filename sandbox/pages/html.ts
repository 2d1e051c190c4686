// HTML as escaped template strings, the two languages, and the frame of every page served here.
import type { IncomingMessage } from "node:http";

export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
type Part = Markup | string | number | null | undefined | false | Part[];

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (c) => ESCAPES[c] as string);

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (Array.isArray(part)) return part.map(render).join("");
  return part instanceof Markup ? part.text : escapeHtml(String(part));
}
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.reduce((out, text, i) => out + text + (i < parts.length ? render(parts[i]) : ""), ""));
}

export type Language = "zh" | "en";
/** The page's language: asked for in the address, chosen by the merchant, or the browser's; Chinese first. */
export function languageOf(req: IncomingMessage, chosen?: string | null): Language {
  const asked = new URL(req.url ?? "/", "http://sandbox").searchParams.get("locale") ?? (chosen && chosen !== "auto" ? chosen : undefined);
  const wanted = asked ?? String(req.headers["accept-language"] ?? "zh");
  return wanted.toLowerCase().startsWith("en") ? "en" : "zh";
}

export function money(minor: number, currency: string) {
  const exponent = currency === "jpy" ? 0 : 2;
  const symbol = { cny: "¥", hkd: "HK$", usd: "US$", eur: "€", gbp: "£", jpy: "JP¥" }[currency] ?? `${currency.toUpperCase()} `;
  return symbol + (minor / 10 ** exponent).toLocaleString("en", { minimumFractionDigits: exponent });
}

export function frame(language: Language, title: string, body: Markup, style = ""): string {
  return html`<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/fonts/index.css">
<style>${new Markup(BASE_STYLE + style)}</style>
</head>
<body>${body}</body>
</html>`.text;
}

/** No `system-ui` here: before a web font it keeps Chromium from using the letters that arrive later. */
export const FACE = `-apple-system, "Segoe UI", "Helvetica Neue", Arial, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei",
  "Noto Sans CJK SC", "Noto Sans SC", "Noto Sans SC Variable", sans-serif`;
const BASE_STYLE = `
:root { color-scheme: light; --face: ${FACE}; --ink: #1d2433; --soft: #5b6475; --line: #d9dee7; --ground: #f5f6f8; --card: #fff; --accent: #0a5cc2;
  --accent-ink: #fff; --bad: #b3261e; --bad-ground: #fdecea; --good: #17703f; --good-ground: #e8f5ed; --radius: 10px; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 var(--face); }
h1, h2, h3, p { margin: 0; }
button, input, select, textarea { font: inherit; color: inherit; }
a { color: var(--accent); }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.button { display: inline-block; border: 1px solid var(--line); border-radius: 8px; background: var(--card); padding: .5rem 1rem; min-height: 2.75rem;
  cursor: pointer; text-decoration: none; color: var(--ink); text-align: center; }
.button:hover { border-color: var(--soft); }
.button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); font-weight: 600; }
.button.primary:hover { background: #084a9e; }
.button.danger { color: var(--bad); }
:focus-visible { outline: 3px solid #7fb1f5; outline-offset: 2px; }
input[type=text], input[type=email], input[type=tel], input[type=number], select { width: 100%; border: 1px solid #b6becb; border-radius: 8px; padding: .55rem .75rem;
  min-height: 2.75rem; background: #fff; }
label { display: block; font-size: .9rem; font-weight: 500; }
.note { color: var(--soft); font-size: .875rem; }
.alert { border-radius: 8px; padding: .75rem 1rem; background: var(--bad-ground); color: var(--bad); }
.badge { display: inline-block; border-radius: 999px; background: #fff4d6; color: #6b4e00; padding: .1rem .65rem; font-size: .8rem; font-weight: 600; }
code { font: .875em/1.4 ui-monospace, Menlo, Consolas, monospace; }
`;

import type { ContractBody } from "#app/contracts/contract.ts";
import type { CaseFile } from "#app/contracts/disputes/case-file.server.ts";
import type { Listed } from "#app/contracts/disputes/evidence-package.server.ts";
import { formatFen, formatSecond } from "#app/i18n/format.ts";
import { i18nFor } from "#app/i18n/i18n.server.ts";

type Facts = { madeAt: Date; places: Map<string, string>; listed: Listed[]; missing: { path: string; name: string; sha256: string }[] };

const safe = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const lines = (text: string) => safe(text).replace(/\n/g, "<br>");
/** Both languages beside one another. */
const both = (key: string, params: Record<string, unknown> = {}) => {
  const say = (lng: "zh" | "en") => String(i18nFor(lng).t(key as never, params as never));
  return `${safe(say("zh"))} / ${safe(say("en"))}`;
};
const link = (path: string, name: string) => `<a href="${safe(path.split("/").map(encodeURIComponent).join("/"))}">${safe(name)}</a>`;

const style =
  "body{font:15px/1.6 system-ui,'Noto Sans SC',sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2328}table{border-collapse:collapse;width:100%}td,th{border:1px solid #ccd;padding:.35rem .5rem;text-align:left;vertical-align:top}code{word-break:break-all;font-size:12px}h2{margin-top:2rem}";

/** The package as a person reads it: the contract, the case in its order, every file with its sum. It needs nothing but a browser. */
export function indexPage({ page, signed, timeline }: CaseFile, { madeAt, places, listed, missing }: Facts): string {
  const body = signed.body as ContractBody;
  const sums = new Map(listed.map((l) => [l.path, l.sha256]));
  const event = (e: (typeof timeline)[number]) => {
    const split = e.toProviderFen === null ? "" : splitText(page.amountFen, e.toProviderFen);
    const files = e.files.map((f) => link(places.get(f.id) ?? "", f.name)).join("<br>");
    const what = both(`contracts.dispute.event.${e.key}`, { n: e.round ?? 0 });
    return `<tr><td>${formatSecond(e.at)}</td><td>${both(`contracts.dispute.who.${e.who}`)}</td><td><b>${what}</b><br>${[split, lines(e.text ?? ""), files].filter(Boolean).join("<br>")}</td></tr>`;
  };
  const stage = (s: ContractBody["stages"][number]) =>
    `<li>${safe(s.title)} · ${formatFen(s.amountFen)}<ul>${s.items.map((item) => `<li>${safe(item)}</li>`).join("")}</ul></li>`;
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${safe(body.title)}</title><style>${style}</style></head><body>
<h1>${both("contracts.dispute.package.title")}</h1>
<p>${safe(body.title)} · ${safe(page.milestone.title)} · ${both("contracts.dispute.frozen")} ${formatFen(page.amountFen)}</p>
<p>${both("contracts.dispute.packageIndex.made", { at: madeAt })}</p>
<p>${both("contracts.dispute.packageIndex.verify")} <code>sha256sum -c SHA256SUMS</code></p>
<h2>${both("contracts.text.title")}</h2>
<p>${both("contracts.side.EMPLOYER")}: ${safe(body.employer.name)}<br>${both("contracts.side.PROVIDER")}: ${safe(body.provider.name)}<br>${both("contracts.text.price")}: ${formatFen(body.priceFen)}<br>${both("contracts.text.ip")}: ${both(`contracts.text.clause.${body.ipClause}`)}</p>
<ol>${body.stages.map(stage).join("")}</ol>
<p>${both("contracts.text.hash")}: <code>${signed.versionHash}</code> = ${link("contract/contract.json", "contract/contract.json")}</p>
<ul>${signed.versions.map((v) => `<li>${link(`contract/version-${v.n}.json`, `${v.n}`)} · ${formatSecond(v.at)} · <code>${v.hash}</code></li>`).join("")}</ul>
<ul>${signed.signatures.map((s) => `<li>${both(`contracts.side.${s.side}`)} · ${formatSecond(s.at)} · <code>${s.versionHash}</code></li>`).join("")}</ul>
<h2>${both("contracts.dispute.timeline")}</h2>
<table><tbody>${timeline.map(event).join("\n")}</tbody></table>
<h2>${both("contracts.dispute.packageIndex.files")}</h2>
<table><tbody>${[...sums].map(([path, sum]) => `<tr><td>${link(path, path)}</td><td><code>${sum}</code></td></tr>`).join("\n")}</tbody></table>
${missing.length > 0 ? `<p>${both("contracts.dispute.packageIndex.missing")}</p><ul>${missing.map((m) => `<li>${safe(m.name)} <code>${m.sha256}</code></li>`).join("")}</ul>` : ""}
</body></html>
`;
}

const splitText = (amountFen: bigint, toProviderFen: bigint) =>
  both("contracts.dispute.split", { toProviderFen, toEmployerFen: amountFen - toProviderFen });

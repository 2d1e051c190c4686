import type { LoaderFunctionArgs } from "@remix-run/node";
import { stringify } from "csv-stringify/sync";
import { page } from "#app/http.server.ts";
import { fenToInput, formatSecond } from "#app/i18n/format.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { translatorOf } from "#app/i18n/i18n.ts";
import type { MovementKind } from "#app/ledger/movements.ts";
import { statement } from "#app/ledger/statement.server.ts";
import { periodOf, StatementQuery, safeCell } from "#app/ledger/statement.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { appNow } from "#app/transact.server.ts";

const MOST = 50_000;

/** The statement as a file for a spreadsheet: oldest line first, amounts as plain numbers, nothing that could be taken for a formula. */
export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const search = new URL(request.url).searchParams;
  const query = StatementQuery.parse({ org: search.get("org"), role: search.get("role"), from: search.get("from"), to: search.get("to") });
  const { since, until } = periodOf(query, await appNow());
  const { lines } = await page(() => statement(viewer, { orgId: query.org ?? viewer.orgId, role: query.role, since, until, limit: MOST }));
  const t = translatorOf(languageOf(request));
  const head = ["at", "what", "contract", "stage", "other", "fee", "amount"] as const;
  const rows = lines
    .reverse()
    .map((line) => [
      formatSecond(line.at),
      t(`money.kind.${line.kind as MovementKind}`),
      safeCell(line.title ?? ""),
      safeCell(line.stage ?? ""),
      safeCell(line.other ?? ""),
      fenToInput(line.feeFen),
      fenToInput(line.effectFen),
      fenToInput(line.balanceFen),
    ]);
  const names = [...head.map((key) => t(`money.statement.${key}`)), t(`money.statement.balance.${query.role}`)];
  // The mark at the beginning tells Excel that the letters are UTF-8.
  return new Response(`\uFEFF${stringify([names, ...rows])}`, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="statement-${query.role}.csv"`,
      "Cache-Control": "private, no-store",
    },
  });
}

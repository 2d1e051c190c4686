import type { ActionFunctionArgs } from "@remix-run/node";
import { stringify } from "csv-stringify/sync";
import { page } from "#app/http.server.ts";
import { formatSecond } from "#app/i18n/format.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { translatorOf } from "#app/i18n/i18n.ts";
import { safeCell } from "#app/ledger/statement.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { exportLog } from "#app/people/desk/log.server.ts";
import { readLogQuery } from "#app/people/desk/log.ts";
import { limit } from "#app/people/rate.server.ts";

/** The operators' log as a file for a spreadsheet. A post, because taking it out is itself logged. */
export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const rows = await page(async () => {
    await limit("operate", viewer);
    return exportLog(viewer, readLogQuery(new URL(request.url).searchParams));
  });
  const t = translatorOf(languageOf(request));
  const tell = t as unknown as (key: string, otherwise: string) => string;
  const names = (["at", "operator", "act", "code", "subjectType", "subject", "subjectId", "reason", "details"] as const).map((key) =>
    t(`desk.logs.${key}`),
  );
  const table = rows.map((row) => [
    formatSecond(row.at),
    safeCell(row.operator),
    tell(`desk.logs.${row.act}`, row.act),
    row.act,
    row.subjectType,
    safeCell(row.subject),
    safeCell(row.subjectId),
    safeCell(row.reason ?? ""),
    safeCell(row.details ? JSON.stringify(row.details) : ""),
  ]);
  return new Response(`\uFEFF${stringify([["#", ...names], ...table.map((cells, i) => [rows[i]!.id, ...cells])])}`, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="operators-log.csv"',
      "Cache-Control": "private, no-store",
    },
  });
}

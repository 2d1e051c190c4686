import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { receiveForm } from "#app/files/receive.server.ts";
import { sheetResponse } from "#app/files/sheet.server.ts";
import { orNotFound, page } from "#app/http.server.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { translatorOf } from "#app/i18n/i18n.ts";
import { feesOf } from "#app/ledger/fees.server.ts";
import { boundsOf, Month } from "#app/ledger/month.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { exportFees } from "#app/people/desk/export-fees.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { feesSheet } from "../money/fees-sheet.ts";

/** Everybody's fees of a month as a file. A post, because taking it out is logged. */
export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const form = await receiveForm(request, null);
  const month = orNotFound(Month.safeParse(form.get("month")).data);
  const format = z.enum(["csv", "xlsx"]).catch("csv").parse(form.get("format"));
  await page(async () => {
    await limit("operate", viewer);
    await exportFees(viewer, month);
  });
  const t = translatorOf(languageOf(request));
  const table = feesSheet(await feesOf({ ...boundsOf(month), orgId: null }), t);
  return sheetResponse(table, format, { name: `platform-fees-${month}`, sheet: t("money.fees.sheet") });
}

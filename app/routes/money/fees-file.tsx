import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { sheetResponse } from "#app/files/sheet.server.ts";
import { refuse } from "#app/http.server.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { translatorOf } from "#app/i18n/i18n.ts";
import { feesOf } from "#app/ledger/fees.server.ts";
import { boundsOf, Month, monthOf } from "#app/ledger/month.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { mayGoOn } from "#app/people/viewer.ts";
import { appNow } from "#app/transact.server.ts";
import { feesSheet } from "./fees-sheet.ts";

/** An organisation's own fees of a month, to check the platform's invoice against. */
export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const search = new URL(request.url).searchParams;
  const orgId = z.uuid().safeParse(search.get("org")).data ?? viewer.orgId;
  if (!mayGoOn(viewer, orgId, "pay:approve")) throw refuse("notFound");
  const month = Month.safeParse(search.get("month")).data ?? monthOf(await appNow());
  const format = z.enum(["csv", "xlsx"]).catch("csv").parse(search.get("format"));
  const t = translatorOf(languageOf(request));
  const table = feesSheet(await feesOf({ ...boundsOf(month), orgId }), t);
  return sheetResponse(table, format, { name: `fees-${month}`, sheet: t("money.fees.sheet") });
}

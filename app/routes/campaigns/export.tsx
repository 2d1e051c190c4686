import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { exportBackers } from "#app/campaigns/fulfilling/backers/export-backers.server.ts";
import { readFilter } from "#app/campaigns/fulfilling/backers/filter.ts";
import { receiveForm } from "#app/files/receive.server.ts";
import { sheetResponse } from "#app/files/sheet.server.ts";
import { orNotFound, page } from "#app/http.server.ts";
import { dateTimeToInput } from "#app/i18n/format.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { translatorOf } from "#app/i18n/i18n.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { sheetOf } from "./export-sheet.ts";

const Wanted = z.object({ kind: z.enum(["pledges", "items"]).catch("pledges"), format: z.enum(["csv", "xlsx"]).catch("csv") });

/** The backers as a file for a spreadsheet. A post, because each one is logged. */
export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaignId = orNotFound(z.uuid().safeParse(params.campaignId).data);
  const form = await receiveForm(request, null);
  const { kind, format } = Wanted.parse({ kind: form.get("kind"), format: form.get("format") });
  const exported = await page(async () => {
    await limit("act", viewer);
    return exportBackers(viewer, campaignId, kind, readFilter(form));
  });
  const t = translatorOf(languageOf(request));
  const table = sheetOf(exported, kind, t);
  const at = dateTimeToInput(exported.at).replace(/[-:]/g, "").replace("T", "-");
  const name = `${kind}-${at}-${exported.exportId.slice(-8)}`;
  return sheetResponse(table, format, { name, sheet: t("campaigns.fulfilling.sheet.file") });
}

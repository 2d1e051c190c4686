import { data, redirect } from "@remix-run/node";
import { z } from "zod";
import { type SectionKey, sectionKeys, sections } from "#app/campaigns/editing/brief.ts";
import { rowAct } from "#app/campaigns/editing/draft.ts";
import { readDraft, sectionReply } from "#app/campaigns/editing/read-draft.server.ts";
import { saveDraft } from "#app/campaigns/editing/save-draft.server.ts";
import { appealRejection, submitCampaign } from "#app/campaigns/editing/submit-campaign.server.ts";
import { AppealForm } from "#app/campaigns/reviewing/review.ts";
import { receiveForm } from "#app/files/receive.server.ts";
import { type FormReply, parseForm, typedValues } from "#app/form.ts";
import { limit } from "#app/people/rate.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow } from "#app/transact.server.ts";

export const readSection = (text: string | null): SectionKey => z.enum(sectionKeys).safeParse(text).data ?? "basics";
export const readRow = (text: string | null): number | undefined =>
  z
    .string()
    .regex(/^\d{1,2}$/)
    .transform(Number)
    .safeParse(text).data;

/** One post of the editor: the section is kept whatever was typed; going on asks for what is wrong in it; the last page submits. */
export async function actEditor(request: Request, viewer: Viewer, campaignId: string | null) {
  let values: FormReply["values"] = {};
  try {
    await limit("act", viewer);
    const form = await receiveForm(request, viewer);
    values = typedValues(form);
    const intent = String(values.intent ?? "save");
    if (campaignId && intent === "submit") {
      await submitCampaign(viewer, campaignId);
      return redirect(`/campaigns/${campaignId}/manage?done=submitted`);
    }
    if (campaignId && intent === "appeal") {
      const parsed = parseForm(AppealForm, { text: String(values.text ?? "") });
      if ("errors" in parsed) return data<FormReply>({ values, errors: parsed.errors }, { status: 400 });
      await appealRejection(viewer, campaignId, parsed.value.text);
      return redirect(`/campaigns/${campaignId}/manage?done=submitted`);
    }
    return await save(viewer, campaignId, values, intent);
  } catch (e) {
    if (!(e instanceof Refusal)) throw e;
    const params = e.field ? { ...e.params, field: e.field } : e.params;
    return data<FormReply>({ values, errors: {}, refusal: { code: e.code, params } }, { status: e.status });
  }
}

async function save(viewer: Viewer, campaignId: string | null, values: FormReply["values"], intent: string) {
  const section = readSection(String(values.section ?? ""));
  const row = readRow(String(values.row ?? ""));
  const id = await saveDraft(viewer, campaignId, { section, values, row, act: intent });
  if (intent === "autosave") return data({ savedAt: (await appNow()).toISOString() });
  const here = `/campaigns/${id}/edit?section=${section}`;
  if (rowAct(intent)) return redirect(here);
  if (intent === "add") return redirect(`${here}&more=1`);
  if (intent === "save") return redirect(`${here}${row === undefined ? "" : `&row=${row}`}&done=saved`);
  const draft = await readDraft(viewer, id);
  const reply = draft ? sectionReply(draft, section, row) : undefined;
  const wrong = reply !== undefined && Object.keys(reply.errors).length > 0;
  // A fresh draft has its own address from its first save on.
  if (wrong)
    return campaignId === null
      ? redirect(`${here}&check=1`)
      : data<FormReply>({ ...reply, values: { ...values, ...reply.values } }, { status: 400 });
  if (row !== undefined) return redirect(here);
  const next = sections[sections.findIndex((s) => s.key === section) + 1]?.key ?? "check";
  return redirect(`/campaigns/${id}/edit?section=${next}`);
}

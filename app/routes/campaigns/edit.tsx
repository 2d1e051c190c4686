import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type ShouldRevalidateFunctionArgs, useLoaderData, useLocation, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { lifecycleFlow } from "#app/campaigns/campaign.ts";
import { readDraft, sectionReply } from "#app/campaigns/editing/read-draft.server.ts";
import { sanitiseMarkup } from "#app/campaigns/editing/story.server.ts";
import { allows } from "#app/flow.ts";
import { orNotFound } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { StepsLayout } from "#app/ui/steps.tsx";
import { titled } from "#app/ui/title.ts";
import { actEditor, readRow, readSection } from "./edit/act.server.ts";
import { CheckStep } from "./edit/check.tsx";
import { EditorNav, SectionForm, type Shown } from "./edit/frame.tsx";
import { Preview } from "./edit/preview.tsx";
import { SectionFields } from "./edit/section-fields.tsx";
import { LifecycleChip } from "./parts/words.tsx";

export const meta = titled((t) => t("campaigns.editing.editTitle"));
const campaignIdOf = (params: { campaignId?: string }) => orNotFound(z.uuid().safeParse(params.campaignId).data);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaignId = campaignIdOf(params);
  const draft = orNotFound(await readDraft(viewer, campaignId));
  if (!allows(lifecycleFlow, "saveDraft", draft.lifecycle)) throw redirect(`/campaigns/${campaignId}/manage`);
  const query = new URL(request.url).searchParams;
  const asked = query.get("section");
  const section = readSection(asked);
  const row = section === "rewards" || section === "addOns" ? readRow(query.get("row")) : undefined;
  const shown: Shown = asked === "check" || asked === "preview" ? asked : section;
  const pictures = draft.files.map((file) => file.id);
  const storyHtml = shown === "preview" ? sanitiseMarkup(String(draft.values.story ?? ""), pictures).html : "";
  return { draft, section, row, shown, more: query.has("more"), saved: sectionReply(draft, section, row), storyHtml };
}

export async function action({ request, params }: ActionFunctionArgs) {
  return actEditor(request, await requireViewer(request), campaignIdOf(params));
}

/** What was saved in passing changes nothing on the page. */
export const shouldRevalidate = ({ formData, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs) =>
  formData?.get("intent") === "autosave" ? false : defaultShouldRevalidate;

export default function EditCampaign() {
  const { draft, section, row, shown, more, saved, storyHtml } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [params] = useSearchParams();
  // Every post and visit shows the inputs anew: rows that were removed or moved must not keep what was typed in their places.
  const { key } = useLocation();
  const said = draft.lifecycle === "REJECTED" || draft.lifecycle === "CHANGES_REQUESTED" ? draft.lifecycle : null;
  return (
    <Page
      title={draft.title || t("campaigns.editing.untitled")}
      chips={<LifecycleChip lifecycle={draft.lifecycle} />}
      crumbs={[{ label: t("campaigns.editing.my.title"), to: "/my/campaigns" }, { label: t("campaigns.editing.editTitle") }]}
    >
      {params.get("done") === "saved" && <Notice tone="ok">{t("campaigns.editing.saved")}</Notice>}
      {said && draft.said && (
        <Notice tone={said === "REJECTED" ? "danger" : "warn"} title={t(`campaigns.editing.said.${said}`)}>
          <p className="whitespace-pre-line">{draft.said.reason}</p>
        </Notice>
      )}
      <StepsLayout nav={<EditorNav campaignId={draft.id} current={shown} marks={draft.marks} />}>
        {shown === "check" && <CheckStep draft={draft} />}
        {shown === "preview" && <Preview values={draft.values} storyHtml={storyHtml} />}
        {shown !== "check" && shown !== "preview" && (
          <SectionForm key={key} section={section} campaignId={draft.id} saved={saved} row={row}>
            <SectionFields section={section} row={row} more={more} draft={draft} />
          </SectionForm>
        )}
      </StepsLayout>
    </Page>
  );
}

import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useTranslation } from "react-i18next";
import { requireViewer } from "#app/people/auth.server.ts";
import { Page } from "#app/ui/page.tsx";
import { StepsLayout } from "#app/ui/steps.tsx";
import { titled } from "#app/ui/title.ts";
import { actEditor } from "./edit/act.server.ts";
import { BasicsFields } from "./edit/basics-fields.tsx";
import { EditorNav, SectionForm } from "./edit/frame.tsx";

export const meta = titled((t) => t("campaigns.editing.newTitle"));

export async function loader({ request }: LoaderFunctionArgs) {
  await requireViewer(request);
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  return actEditor(request, await requireViewer(request), null);
}

/** The editor's first section; the draft gets its address when it is saved. */
export default function NewCampaign() {
  const { t } = useTranslation();
  return (
    <Page title={t("campaigns.editing.newTitle")}>
      <StepsLayout nav={<EditorNav campaignId={null} current="basics" marks={null} />}>
        <SectionForm section="basics" campaignId={null} saved={undefined}>
          <BasicsFields files={[]} />
        </SectionForm>
      </StepsLayout>
    </Page>
  );
}

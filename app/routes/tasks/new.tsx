import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useTranslation } from "react-i18next";
import { requireViewer } from "#app/people/auth.server.ts";
import { Page } from "#app/ui/page.tsx";
import { StepsLayout } from "#app/ui/steps.tsx";
import { titled } from "#app/ui/title.ts";
import { actWizard } from "./wizard/act.server.ts";
import { BasicsFields } from "./wizard/brief-fields.tsx";
import { StepForm, WizardSteps } from "./wizard/frame.tsx";

export const meta = titled((t) => t("tasks.posting.title"));

export async function loader({ request }: LoaderFunctionArgs) {
  await requireViewer(request);
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  return actWizard(request, await requireViewer(request), null);
}

/** The wizard's first step; the draft gets its address when it is saved. */
export default function NewTask() {
  const { t } = useTranslation();
  return (
    <Page title={t("tasks.posting.title")}>
      <StepsLayout nav={<WizardSteps taskId={null} current="basics" marks={null} />}>
        <StepForm step="basics" taskId={null} saved={undefined}>
          <BasicsFields />
        </StepForm>
      </StepsLayout>
    </Page>
  );
}

import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { orNotFound } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import type { StepKey } from "#app/tasks/task.ts";
import { findProviders, readDraft, stepReply } from "#app/tasks/wizard.server.ts";
import { CheckField } from "#app/ui/choice.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { StepsLayout } from "#app/ui/steps.tsx";
import { titled } from "#app/ui/title.ts";
import { actWizard, readStep } from "./wizard/act.server.ts";
import { BondField } from "./wizard/bond-fields.tsx";
import { BasicsFields, BidDaysField, MoneyFields, RightsAndFiles, ScopeFields, StageFields } from "./wizard/brief-fields.tsx";
import { CheckStep } from "./wizard/check.tsx";
import { StepForm, WizardSteps } from "./wizard/frame.tsx";
import { ScoringFields, VisibilityFields } from "./wizard/rule-fields.tsx";

export const meta = titled((t) => t("tasks.posting.editTitle"));

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const taskId = orNotFound(z.uuid().safeParse(params.taskId).data);
  const draft = orNotFound(await readDraft(viewer, taskId));
  if (draft.state !== "DRAFT" && draft.state !== "REJECTED") throw redirect(`/tasks/${taskId}`);
  const query = new URL(request.url).searchParams;
  const check = query.get("step") === "check";
  const step = readStep(query.get("step"));
  const asked = query.get("find") ?? "";
  const found = step === "visibility" ? await findProviders(viewer, asked) : [];
  const reply = check ? undefined : stepReply(draft, step);
  return { taskId, draft, step, check, saved: reply && { ...reply, values: { ...reply.values, find: asked } }, found, asked };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  return actWizard(request, viewer, orNotFound(z.uuid().safeParse(params.taskId).data));
}

export default function EditTask() {
  const { taskId, draft, step, check, saved } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [params] = useSearchParams();
  return (
    <Page
      title={draft.title || t("tasks.posting.title")}
      crumbs={[{ label: t("ui.nav.myTasks"), to: "/my/tasks" }, { label: t("tasks.posting.editTitle") }]}
    >
      {params.get("done") === "saved" && <Notice tone="ok">{t("tasks.posting.saved")}</Notice>}
      {draft.reviewReason && (
        <Notice tone="danger" title={t("tasks.posting.rejected")}>
          <p>{draft.reviewReason}</p>
          <p>{t("tasks.posting.rejectedLeft", { count: draft.left })}</p>
        </Notice>
      )}
      <StepsLayout nav={<WizardSteps taskId={taskId} current={check ? "check" : step} marks={draft.marks} />}>
        {check ? (
          <CheckStep taskId={taskId} draft={draft} />
        ) : (
          <StepForm key={step} step={step} taskId={taskId} saved={saved}>
            <StepFields step={step} />
          </StepForm>
        )}
      </StepsLayout>
    </Page>
  );
}

function StepFields({ step }: { step: StepKey }) {
  const { draft, found, asked } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  switch (step) {
    case "basics":
      return <BasicsFields />;
    case "scope":
      return (
        <>
          <ScopeFields />
          <RightsAndFiles files={draft.files} />
        </>
      );
    case "stages":
      return <StageFields />;
    case "budget":
      return (
        <>
          <MoneyFields />
          <BidDaysField />
          <BondField kind={draft.values.kind} />
          <CheckField name="invoiceFirst" label={t("contracts.changes.invoiceFirst")} hint={t("contracts.changes.invoiceFirstHint")} />
        </>
      );
    case "scoring":
      return <ScoringFields />;
    case "visibility":
      return <VisibilityFields invited={draft.invited} found={found} asked={asked} />;
  }
}

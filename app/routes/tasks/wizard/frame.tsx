import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { FormReply } from "#app/form.ts";
import { type StepKey, steps } from "#app/tasks/task.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Refused, ReplyScope, useFormReply } from "#app/ui/reply.tsx";
import { Steps } from "#app/ui/steps.tsx";

export type Marks = Record<StepKey, "untouched" | "wrong" | "done">;
type Shown = StepKey | "check";

/** Where in the wizard one is. */
export function WizardSteps({ taskId, current, marks }: { taskId: string | null; current: Shown; marks: Marks | null }) {
  const { t } = useTranslation();
  const all: Shown[] = [...steps.map((s) => s.key), "check"];
  const shown = all.map((key) => ({
    key,
    label: t(`tasks.posting.steps.${key}`),
    to: taskId ? `/tasks/${taskId}/edit?step=${key}` : null,
    mark: key === "check" ? ("untouched" as const) : (marks?.[key] ?? ("untouched" as const)),
  }));
  return <Steps label={t("tasks.posting.title")} steps={shown} current={current} />;
}

/** The form of one step. What was saved before is shown with what is still wrong in it. */
export function StepForm({
  step,
  taskId,
  saved,
  children,
}: {
  step: StepKey;
  taskId: string | null;
  saved: FormReply | undefined;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const posted = useFormReply();
  const before = steps[steps.findIndex((s) => s.key === step) - 1]?.key;
  return (
    <Card>
      <Form method="post" encType="multipart/form-data" className="grid gap-6" key={step}>
        <input type="hidden" name="step" value={step} />
        <Refused reply={posted} />
        <ReplyScope reply={posted ?? saved}>{children}</ReplyScope>
        <div className="flex flex-wrap items-center gap-3 border-t border-line pt-5">
          <Button variant="primary" name="intent" value="next">
            {t("tasks.posting.next")}
          </Button>
          <Button name="intent" value="save" formNoValidate>
            {t("tasks.posting.save")}
          </Button>
          {before && taskId && (
            <ButtonLink to={`/tasks/${taskId}/edit?step=${before}`} variant="ghost">
              {t("tasks.posting.back")}
            </ButtonLink>
          )}
        </div>
      </Form>
    </Card>
  );
}

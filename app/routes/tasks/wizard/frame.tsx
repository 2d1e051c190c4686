import { Form, Link } from "@remix-run/react";
import { Check, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { FormReply } from "#app/form.ts";
import { type StepKey, steps } from "#app/tasks/task.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { cx } from "#app/ui/cx.ts";
import { Refused, ReplyScope, useFormReply } from "#app/ui/reply.tsx";

export type Marks = Record<StepKey, "untouched" | "wrong" | "done">;
type Shown = StepKey | "check";

/** Where in the wizard one is; every step can be opened at any time. */
export function WizardSteps({ taskId, current, marks }: { taskId: string | null; current: Shown; marks: Marks | null }) {
  const { t } = useTranslation();
  const all: Shown[] = [...steps.map((s) => s.key), "check"];
  return (
    <nav aria-label={t("tasks.posting.title")} className="relative">
      <ol className="flex flex-wrap gap-1 lg:grid">
        {all.map((key, i) => {
          const mark = key === "check" ? "untouched" : (marks?.[key] ?? "untouched");
          const inside = (
            <>
              <span
                className={cx(
                  "digits grid size-6 shrink-0 place-items-center rounded-full text-xs font-semibold",
                  mark === "done"
                    ? "bg-river-600 text-white"
                    : mark === "wrong"
                      ? "bg-warn-50 text-warn-700 ring-1 ring-warn-200"
                      : "bg-sunken text-muted",
                )}
              >
                {mark === "done" ? <Check size={14} aria-hidden /> : mark === "wrong" ? <TriangleAlert size={14} aria-hidden /> : i + 1}
              </span>
              <span className={cx("whitespace-nowrap", key !== current && "max-lg:sr-only")}>{t(`tasks.posting.steps.${key}`)}</span>
            </>
          );
          const look = cx(
            "flex min-h-11 items-center gap-2 rounded-md px-3 max-sm:px-1",
            key === current ? "bg-river-50 font-semibold text-river-700" : "text-muted",
          );
          return (
            <li key={key} aria-current={key === current ? "step" : undefined}>
              {taskId ? (
                <Link to={`/tasks/${taskId}/edit?step=${key}`} className={cx(look, "hover:bg-sunken")}>
                  {inside}
                </Link>
              ) : (
                <span className={look}>{inside}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
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

export const WizardLayout = ({ nav, children }: { nav: ReactNode; children: ReactNode }) => (
  <div className="grid items-start gap-5 lg:grid-cols-[14rem_minmax(0,1fr)]">
    {nav}
    <div className="grid min-w-0 gap-5">{children}</div>
  </div>
);

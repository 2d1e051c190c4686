import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { isCategory } from "#app/tasks/categories.ts";
import { type StepKey, stepOf, steps } from "#app/tasks/task.ts";
import type { DraftView } from "#app/tasks/wizard.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Refused, useFormReply, useSay } from "#app/ui/reply.tsx";
import { useCategoryName } from "../parts/words.tsx";
import { BondStep } from "./bond-fields.tsx";

/** The last page: what is missing, step by step with links, or the button that sends it. */
export function CheckStep({ taskId, draft }: { taskId: string; draft: Pick<DraftView, "values" | "errors" | "bond"> }) {
  const { t } = useTranslation();
  const say = useSay();
  const posted = useFormReply();
  const entries = Object.entries(draft.errors);
  const of = (step: StepKey) => entries.filter(([name]) => stepOf(name) === step);
  return (
    <Card title={t("tasks.posting.steps.check")}>
      <Refused reply={posted} />
      {entries.length === 0 ? (
        <Notice tone="ok" title={t("tasks.posting.ready")}>
          {t("tasks.posting.readyHint")}
        </Notice>
      ) : (
        <Notice tone="warn">{t("tasks.posting.missing", { count: entries.length })}</Notice>
      )}
      <ul className="divide-y divide-line rounded-lg border border-line">
        {steps.map(({ key, fields }) => (
          <li key={key} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 px-4 py-3">
            <div className="min-w-0 flex-1">
              <p className="font-medium">{t(`tasks.posting.steps.${key}`)}</p>
              <Summary values={draft.values} fields={fields} />
              {of(key).length > 0 && (
                <ul className="mt-1 text-sm text-danger-600">
                  {of(key).map(([name, complaints]) => (
                    <li key={name}>
                      <FieldWord name={name} />
                      {complaints.map(say.complaint).join(" ")}
                    </li>
                  ))}
                </ul>
              )}
            </div>
            <Link to={`/tasks/${taskId}/edit?step=${key}`} className="link">
              {t("tasks.posting.edit")}
            </Link>
          </li>
        ))}
      </ul>
      {entries.length === 0 && <BondStep bond={draft.bond} />}
      <Form method="post" encType="multipart/form-data">
        <Button
          variant="primary"
          size="lg"
          name="intent"
          value="submit"
          disabled={entries.length > 0 || (draft.bond?.missingFen ?? 0n) > 0n}
        >
          {t("tasks.posting.submit")}
        </Button>
      </Form>
    </Card>
  );
}

const labels = {
  kind: "kind",
  category: "category",
  title: "name",
  scope: "scope",
  deliverables: "deliverables",
  ipClause: "ip",
  files: "files",
  stages: "acceptance",
  budget: "budget",
  workDays: "workDays",
  bidDays: "bidDays",
  weightPrice: "weights",
  weightTime: "weightTime",
  weightQuality: "weightQuality",
  weightRecord: "weightRecord",
  criteria: "criteria",
  visibility: "visibility",
  invites: "invites",
} as const;

function FieldWord({ name }: { name: string }) {
  const { t } = useTranslation();
  const root = name.split(/[.[]/)[0] as keyof typeof labels;
  const label = labels[root];
  return <>{label ? `${t(`tasks.posting.${label}`)}: ` : ""}</>;
}

/** The step's typed words in a line, so that one recognises what is there. */
function Summary({ values, fields }: { values: DraftView["values"]; fields: readonly string[] }) {
  const { t } = useTranslation();
  const category = useCategoryName();
  const said = (name: string, value: string) => {
    if (name === "kind") return value === "TENDER_LIVE" ? t("tasks.kindShort.TENDER_LIVE") : t("tasks.kindShort.TENDER_SEALED");
    if (name === "category") return isCategory(value) ? category(value) : value;
    if (name === "visibility") return value === "INVITED" ? t("tasks.visibilityShort.INVITED") : t("tasks.visibilityShort.PUBLIC");
    if (name === "bond") return t("deposits.bond.title");
    if (name === "invoiceFirst") return t("contracts.changes.part.invoiceFirst");
    return /^(ipClause|budgetIsGuide)/.test(name) ? "" : value.replace(/\s+/g, " ").slice(0, 40);
  };
  const shown = Object.entries(values)
    .filter(([name, value]) => fields.includes(name.split(/[.[]/)[0]!) && typeof value === "string")
    .map(([name, value]) => said(name, String(value)))
    .filter(Boolean);
  return <p className="line-clamp-2 text-sm text-muted">{shown.length > 0 ? shown.join(" · ") : t("tasks.posting.empty")}</p>;
}

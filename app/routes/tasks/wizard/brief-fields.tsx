import { useTranslation } from "react-i18next";
import type { FileItem } from "#app/files/file.ts";
import { policy } from "#app/tasks/policy.ts";
import { ipClauses, taskKinds } from "#app/tasks/task.ts";
import { CheckField, ChoiceField } from "#app/ui/choice.tsx";
import { Field, SelectField, TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { MoneyField } from "#app/ui/money.tsx";
import { useFieldReply } from "#app/ui/reply.tsx";
import { useCategoryOptions } from "../parts/words.tsx";

/** The wizard's fields; an amendment uses those that may still change. */
export function BasicsFields() {
  const { t } = useTranslation();
  const categories = useCategoryOptions();
  return (
    <>
      <ChoiceField
        name="kind"
        label={t("tasks.posting.kind")}
        cards
        required
        defaultValue="TENDER_SEALED"
        options={taskKinds.map((kind) => ({ value: kind, label: t(`tasks.kind.${kind}`), hint: t(`tasks.kindHint.${kind}`) }))}
      />
      <SelectField
        name="category"
        label={t("tasks.posting.category")}
        options={categories}
        empty={t("tasks.posting.categoryEmpty")}
        required
      />
      <TitleField />
    </>
  );
}

export function TitleField({ value }: { value?: string }) {
  const { t } = useTranslation();
  return (
    <Field name="title" label={t("tasks.posting.name")} hint={t("tasks.posting.nameHint")} maxLength={60} required defaultValue={value} />
  );
}

export function ScopeFields({ scope, deliverables }: { scope?: string; deliverables?: string }) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        name="scope"
        label={t("tasks.posting.scope")}
        hint={t("tasks.posting.scopeHint")}
        rows={9}
        maxLength={8000}
        required
        defaultValue={scope}
      />
      <TextField
        name="deliverables"
        label={t("tasks.posting.deliverables")}
        hint={t("tasks.posting.deliverablesHint")}
        rows={4}
        maxLength={3000}
        required
        defaultValue={deliverables}
      />
    </>
  );
}

export function RightsAndFiles({ files }: { files: readonly FileItem[] }) {
  const { t } = useTranslation();
  return (
    <>
      <ChoiceField
        name="ipClause"
        label={t("tasks.posting.ip")}
        columns="grid-cols-1"
        required
        defaultValue="ASSIGN_ON_RELEASE"
        options={ipClauses.map((clause) => ({ value: clause, label: t(`tasks.ip.${clause}`) }))}
      />
      <FileDrop label={t("tasks.posting.files")} held={files} max={policy.files} />
    </>
  );
}

type StageValue = { title: string; acceptance: string };

/** Five places for stages; those beyond the first unfold when they are used. */
export function StageFields({ stages = [] }: { stages?: readonly StageValue[] }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="text-muted">{t("tasks.posting.stagesIntro")}</p>
      {Array.from({ length: policy.stages.max }, (_, i) => (
        <StagePlace key={i} i={i} stage={stages[i]} />
      ))}
    </>
  );
}

function StagePlace({ i, stage }: { i: number; stage: StageValue | undefined }) {
  const { t } = useTranslation();
  const title = useFieldReply(`stages[${i}].title`);
  const list = useFieldReply("stages");
  const used = i === 0 || Boolean(title.replied ? title.value : stage?.title);
  const fields = (
    <div className="grid gap-4">
      <Field name={`stages[${i}].title`} label={t("tasks.posting.stageTitle")} maxLength={60} defaultValue={stage?.title} />
      <TextField
        name={`stages[${i}].acceptance`}
        label={t("tasks.posting.acceptance")}
        hint={t("tasks.posting.acceptanceHint")}
        rows={4}
        maxLength={2600}
        defaultValue={stage?.acceptance}
      />
      {i === 0 && list.errors.length > 0 && <p className="text-sm font-medium text-danger-600">{list.errors.join(" ")}</p>}
    </div>
  );
  if (i === 0)
    return (
      <fieldset className="rounded-lg border border-line p-4">
        <legend className="px-1 font-medium">{t("tasks.posting.stage", { n: 1 })}</legend>
        {fields}
      </fieldset>
    );
  return (
    <details open={used} className="rounded-lg border border-line p-4">
      <summary className="cursor-pointer font-medium">
        {used ? t("tasks.posting.stage", { n: i + 1 }) : t("tasks.posting.stageOptional", { n: i + 1 })}
      </summary>
      <div className="mt-4">{fields}</div>
    </details>
  );
}

export function MoneyFields({ budgetFen, guide, workDays }: { budgetFen?: bigint; guide?: boolean; workDays?: number }) {
  const { t } = useTranslation();
  const limits = { minFen: String(policy.minBudgetFen), maxFen: String(policy.maxBudgetFen) };
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2">
        <MoneyField name="budget" label={t("tasks.posting.budget")} hint={t("tasks.posting.budgetHint", limits)} required fen={budgetFen} />
        <Field
          name="workDays"
          label={t("tasks.posting.workDays")}
          hint={t("tasks.posting.workDaysHint")}
          unit={t("tasks.posting.dayUnit")}
          inputMode="numeric"
          maxLength={3}
          required
          defaultValue={workDays}
        />
      </div>
      <CheckField name="budgetIsGuide" label={t("tasks.posting.guide")} defaultChecked={guide} />
    </>
  );
}

export function BidDaysField() {
  const { t } = useTranslation();
  return (
    <Field
      name="bidDays"
      label={t("tasks.posting.bidDays")}
      hint={t("tasks.posting.bidDaysHint")}
      unit={t("tasks.posting.dayUnit")}
      inputMode="numeric"
      maxLength={2}
      required
      defaultValue={policy.bidDays.default}
      className="sm:max-w-xs"
    />
  );
}

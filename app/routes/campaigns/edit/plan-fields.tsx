import { useState } from "react";
import { useTranslation } from "react-i18next";
import { typedFen } from "#app/campaigns/editing/draft.ts";
import { policy } from "#app/campaigns/policy.ts";
import { cx } from "#app/ui/cx.ts";
import { Field, SelectField, TextField } from "#app/ui/field.tsx";
import { MoneyField } from "#app/ui/money.tsx";
import { useFieldReply } from "#app/ui/reply.tsx";
import { useRunning } from "#app/ui/running.ts";
import { Rows } from "./frame.tsx";

type Grown = { count: number; more: boolean };

/** What the lines come to, as they are typed. */
function BudgetSum({ goalFen, sumFen }: { goalFen: bigint; sumFen: bigint }) {
  const { t } = useTranslation();
  const left = goalFen - sumFen;
  return (
    <p aria-live="polite" className="flex flex-wrap gap-x-3 rounded-md bg-sunken px-4 py-2.5 font-medium">
      <span>{t("campaigns.editing.budgetNow", { sumFen: String(sumFen) })}</span>
      <span className={cx(left === 0n ? "text-ok-600" : "text-warn-700")}>
        {left === 0n
          ? t("campaigns.editing.budgetFits")
          : t(left > 0n ? "campaigns.editing.budgetLess" : "campaigns.editing.budgetMore", { fen: String(left > 0n ? left : -left) })}
      </span>
    </p>
  );
}

export function BudgetFields({ count, more, typed }: Grown & { typed: { goalFen: string; sumFen: string } }) {
  const { t } = useTranslation();
  const running = useRunning();
  const [live, setLive] = useState<{ goalFen: bigint; sumFen: bigint } | null>(null);
  const { goalFen, sumFen } = live ?? { goalFen: BigInt(typed.goalFen), sumFen: BigInt(typed.sumFen) };
  const { min, max } = policy.goalFen;
  return (
    <div
      className="grid gap-6"
      onInput={(event) => {
        const form = (event.target as HTMLInputElement).form;
        if (!form) return;
        const data = new FormData(form);
        const amounts = [...data].filter(([name]) => /^budget\[\d+\]\.amount$/.test(name));
        setLive({ goalFen: typedFen(data.get("goal")), sumFen: amounts.reduce((sum, [, value]) => sum + typedFen(value), 0n) });
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <MoneyField
          name="goal"
          label={t("campaigns.editing.goal")}
          hint={t("campaigns.editing.goalHint", { minFen: String(min), maxFen: String(max), secondFen: String(policy.secondReviewerFen) })}
          required
        />
        <Field
          name="startShare"
          label={t("campaigns.editing.startShare")}
          hint={t("campaigns.editing.startShareHint", {
            max: policy.startShareBps.max / 100,
            inStock: policy.startShareBps.inStock / 100,
          })}
          unit="%"
          inputMode="numeric"
          maxLength={2}
          required
          defaultValue={policy.startShareBps.default / 100}
        />
      </div>
      <Rows list="budget" count={count} more={more}>
        {(i) => (
          <>
            <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_12rem]">
              <Field name={`budget[${i}].title`} label={t("campaigns.editing.budgetTitle")} maxLength={40} />
              <MoneyField name={`budget[${i}].amount`} label={t("campaigns.editing.budgetAmount")} />
            </div>
            <TextField
              name={`budget[${i}].note`}
              label={`${t("campaigns.editing.budgetNote")} (${t("campaigns.editing.optional")})`}
              rows={2}
              maxLength={600}
            />
          </>
        )}
      </Rows>
      {(running || count > 0) && <BudgetSum goalFen={goalFen} sumFen={sumFen} />}
    </div>
  );
}

export function ScheduleFields() {
  const { t } = useTranslation();
  const { min, max } = policy.durationDays;
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field
        name="durationDays"
        label={t("campaigns.editing.durationDays")}
        hint={`${min}–${max}`}
        unit={t("campaigns.editing.dayUnit")}
        inputMode="numeric"
        maxLength={2}
        required
        defaultValue={policy.durationDays.default}
      />
      <Field
        name="endTime"
        type="time"
        label={t("campaigns.editing.endTime")}
        hint={t("campaigns.editing.endTimeHint")}
        required
        defaultValue="20:00"
      />
      <Field
        name="capacityPerWeek"
        label={t("campaigns.editing.capacity")}
        hint={t("campaigns.editing.capacityHint")}
        unit={t("campaigns.editing.unitUnit")}
        inputMode="numeric"
        maxLength={7}
      />
    </div>
  );
}

export function ShippingFields() {
  const { t } = useTranslation();
  const { errors } = useFieldReply("shipping");
  return (
    <div className="grid gap-4">
      {(["LOCAL", "MAINLAND", "REMOTE"] as const).map((zone) => (
        <fieldset key={zone} className="min-w-0 rounded-lg border border-line p-4">
          <legend className="px-1 font-medium">{t(`campaigns.zone.${zone}`)}</legend>
          <div className="grid grid-cols-2 gap-4">
            <MoneyField name={`shipping.${zone}.first`} label={t("campaigns.editing.zoneFirst")} required />
            <MoneyField name={`shipping.${zone}.extra`} label={t("campaigns.editing.zoneExtra")} required />
          </div>
        </fieldset>
      ))}
      {errors.length > 0 && <p className="text-sm font-medium text-danger-600">{errors.join(" ")}</p>}
    </div>
  );
}

export function StretchFields({ count, more }: Grown) {
  const { t } = useTranslation();
  return (
    <Rows list="stretch" count={count} more={more}>
      {(i) => (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField
              name={`stretch[${i}].kind`}
              label={t("campaigns.editing.stretchKind")}
              options={(["AMOUNT", "BACKERS", "ORDERS"] as const).map((value) => ({
                value,
                label: t(`campaigns.editing.stretchKinds.${value}`),
              }))}
              defaultValue="AMOUNT"
            />
            <Field name={`stretch[${i}].threshold`} label={t("campaigns.editing.threshold")} inputMode="decimal" maxLength={20} />
          </div>
          <TextField name={`stretch[${i}].promise`} label={t("campaigns.editing.promise")} rows={2} maxLength={300} />
          <div className="grid gap-4 sm:grid-cols-2">
            <MoneyField name={`stretch[${i}].extraCost`} label={t("campaigns.editing.extraCost")} />
            <Field
              name={`stretch[${i}].extraDays`}
              label={t("campaigns.editing.extraDays")}
              unit={t("campaigns.editing.dayUnit")}
              inputMode="numeric"
              maxLength={3}
            />
          </div>
        </>
      )}
    </Rows>
  );
}

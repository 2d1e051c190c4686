import { useTranslation } from "react-i18next";
import { usePlace } from "#app/i18n/i18n.ts";
import { policy } from "#app/tasks/policy.ts";
import { visibilities } from "#app/tasks/task.ts";
import { Button } from "#app/ui/button.tsx";
import { ChoiceField } from "#app/ui/choice.tsx";
import { Field } from "#app/ui/field.tsx";
import { useFieldReply } from "#app/ui/reply.tsx";

const weights = ["Price", "Time", "Quality", "Record"] as const;
const starting = { Price: policy.weights.price, Time: policy.weights.time, Quality: policy.weights.quality, Record: policy.weights.record };

export function ScoringFields() {
  const { t } = useTranslation();
  const list = useFieldReply("criteria");
  const names = [
    t("tasks.posting.criteriaDefaults.one"),
    t("tasks.posting.criteriaDefaults.two"),
    t("tasks.posting.criteriaDefaults.three"),
  ];
  const shares = [40, 30, 30];
  return (
    <>
      <fieldset className="grid gap-3">
        <legend className="mb-1 font-medium">{t("tasks.posting.weights")}</legend>
        <p className="text-sm text-muted">{t("tasks.posting.weightsHint")}</p>
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
          {weights.map((weight) => (
            <Field
              key={weight}
              name={`weight${weight}`}
              label={t(`tasks.posting.weight${weight}`)}
              unit="%"
              inputMode="numeric"
              maxLength={2}
              required
              defaultValue={starting[weight]}
            />
          ))}
        </div>
      </fieldset>
      <fieldset className="grid gap-3">
        <legend className="mb-1 font-medium">{t("tasks.posting.criteria")}</legend>
        <p className="text-sm text-muted">{t("tasks.posting.criteriaHint")}</p>
        {Array.from({ length: policy.criteria.max }, (_, i) => (
          <div key={i} className="grid grid-cols-[minmax(0,1fr)_7rem] gap-4">
            <Field name={`criteria[${i}].name`} label={t("tasks.posting.criterion", { n: i + 1 })} maxLength={40} defaultValue={names[i]} />
            <Field
              name={`criteria[${i}].weight`}
              label={t("tasks.posting.criterionWeight")}
              inputMode="numeric"
              maxLength={3}
              defaultValue={shares[i]}
            />
          </div>
        ))}
        {list.errors.length > 0 && <p className="text-sm font-medium text-danger-600">{list.errors.join(" ")}</p>}
      </fieldset>
    </>
  );
}

type Found = { id: string; name: string; city: string };

export function VisibilityFields({ invited, found, asked }: { invited: readonly Found[]; found: readonly Found[]; asked: string }) {
  const { t } = useTranslation();
  const place = usePlace();
  const all = [...invited, ...found.filter((f) => !invited.some((i) => i.id === f.id))];
  return (
    <>
      <ChoiceField
        name="visibility"
        label={t("tasks.posting.visibility")}
        columns="grid-cols-1"
        required
        defaultValue="PUBLIC"
        options={visibilities.map((v) => ({ value: v, label: t(`tasks.visibility.${v}`) }))}
      />
      <div className="grid gap-4 rounded-lg border border-line bg-page p-4">
        <div className="flex flex-wrap items-start gap-3">
          <Field
            name="find"
            label={t("tasks.posting.find")}
            hint={t("tasks.posting.findHint", { max: policy.invites })}
            defaultValue={asked}
            maxLength={40}
            className="min-w-0 flex-1 basis-56"
          />
          <Button name="intent" value="find" formNoValidate className="sm:mt-7">
            {t("tasks.posting.findButton")}
          </Button>
        </div>
        {asked !== "" && found.length === 0 && <p className="text-muted">{t("tasks.posting.nobodyFound")}</p>}
        <ChoiceField
          name="invites[]"
          many
          label={t("tasks.posting.invites")}
          defaultValue={invited.map((i) => i.id)}
          options={all.map((org) => ({ value: org.id, label: org.name, hint: place(org.city) }))}
        />
      </div>
    </>
  );
}

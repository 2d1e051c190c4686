import { useId } from "react";
import { useTranslation } from "react-i18next";
import { FieldErrors } from "#app/ui/field.tsx";
import { useFieldReply } from "#app/ui/reply.tsx";

type Criterion = { ord: number; name: string; weight: number };

/** 0 to 100 points for each criterion, all by one name, in the criteria's order. */
export function PointInputs({
  name,
  criteria,
  scores,
}: {
  name: string;
  criteria: readonly Criterion[];
  scores: readonly { ord: number; points: number }[];
}) {
  const { t } = useTranslation();
  const id = useId();
  const reply = useFieldReply(name);
  const list = useFieldReply(name.replace(/\[\]$/, ""));
  // Complaints about single members carry their place; the sentence stands below the row.
  const first = useFieldReply(`${name.replace(/\[\]$/, "")}[0]`);
  const typed = ([] as string[]).concat(reply.value ?? []);
  const errors = [...new Set([...reply.errors, ...list.errors, ...first.errors])];
  return (
    <fieldset className="grid gap-2" aria-describedby={errors.length > 0 ? `${id}-error` : undefined}>
      <legend className="mb-1 text-sm font-medium">{t("tasks.choosing.points")}</legend>
      <div className="grid gap-x-5 gap-y-2 sm:grid-cols-2 lg:grid-cols-3">
        {criteria.map((criterion, i) => (
          <label key={criterion.ord} className="flex items-center justify-between gap-3 text-sm">
            <span className="min-w-0">
              {criterion.name} <span className="text-muted">{criterion.weight}</span>
            </span>
            <input
              name={name}
              type="number"
              min={0}
              max={100}
              inputMode="numeric"
              defaultValue={reply.replied ? (typed[i] ?? "") : scores.find((s) => s.ord === criterion.ord)?.points}
              aria-invalid={errors.length > 0 || undefined}
              className="box-field digits w-20 shrink-0 text-right"
            />
          </label>
        ))}
      </div>
      <FieldErrors id={id} errors={errors} />
    </fieldset>
  );
}

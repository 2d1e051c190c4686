import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from "react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "./cx.ts";
import { useFieldReply } from "./reply.tsx";

type Common = { name: string; label: ReactNode; hint?: ReactNode; className?: string };

/** Label above, the control, then what is wrong with it, then what helps. Ids tie all of it together for a screen reader. */
export function FieldFrame({
  id,
  label,
  hint,
  errors,
  required,
  className,
  children,
}: Omit<Common, "name"> & { id: string; errors: string[]; required?: boolean; children: ReactNode }) {
  return (
    <div className={cx("grid min-w-0 grid-cols-1 content-start gap-1.5", className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        <Mark required={required} />
      </label>
      {children}
      <FieldErrors id={id} errors={errors} />
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

export function Mark({ required }: { required?: boolean }) {
  const { t } = useTranslation();
  return required ? (
    <span className="ml-0.5 text-danger-600" title={t("ui.form.required")} aria-hidden>
      *
    </span>
  ) : null;
}

export const FieldErrors = ({ id, errors }: { id: string; errors: string[] }) =>
  errors.length > 0 ? (
    <p id={`${id}-error`} className="text-sm font-medium text-danger-600">
      {errors.join(" ")}
    </p>
  ) : null;

export const describedBy = (id: string, errors: string[], hint: ReactNode) =>
  cx(errors.length > 0 && `${id}-error`, hint != null && hint !== false && `${id}-hint`) || undefined;

/** The attributes every control shares; the typed value of a refused post wins over the stored one. */
function useControl(name: string, hint: ReactNode, defaultValue: unknown) {
  const id = useId();
  const { value, replied, errors } = useFieldReply(name);
  return {
    id,
    errors,
    control: {
      id,
      name,
      defaultValue: (replied ? (value ?? "") : defaultValue) as string | number | undefined,
      "aria-invalid": errors.length > 0 || undefined,
      "aria-describedby": describedBy(id, errors, hint),
    },
  };
}

export function Field({
  label,
  hint,
  className,
  unit,
  ...rest
}: Common & { unit?: ReactNode } & Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "className">) {
  // A password is never sent back, so a refused post leaves its field empty.
  const { id, errors, control } = useControl(rest.name, hint, rest.defaultValue);
  return (
    <FieldFrame {...{ id, label, hint, errors, className }} required={rest.required}>
      {unit ? (
        <span className="relative block">
          <input {...rest} {...control} className="box-field pr-14" />
          <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-sm text-muted">{unit}</span>
        </span>
      ) : (
        <input {...rest} {...control} className="box-field" />
      )}
    </FieldFrame>
  );
}

export function TextField({
  label,
  hint,
  className,
  ...rest
}: Common & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "name" | "className">) {
  const { id, errors, control } = useControl(rest.name, hint, rest.defaultValue);
  return (
    <FieldFrame {...{ id, label, hint, errors, className }} required={rest.required}>
      <textarea rows={5} {...rest} {...control} className="box-field resize-y" />
    </FieldFrame>
  );
}

export type Option = { value: string; label: string; hint?: ReactNode; disabled?: boolean; group?: string };

/** Provinces, cities or districts to choose from. */
export const regionOptions = (regions: readonly { code: string; name: string }[], group?: string): Option[] =>
  regions.map(({ code, name }) => ({ value: code, label: name, group }));

/** Options that carry a group stand under its name. */
export function SelectField({
  label,
  hint,
  className,
  options,
  empty,
  ...rest
}: Common & { options: readonly Option[]; empty?: string } & Omit<
    SelectHTMLAttributes<HTMLSelectElement>,
    "name" | "className" | "children"
  >) {
  const { id, errors, control } = useControl(rest.name, hint, rest.defaultValue);
  const groups = [...new Set(options.map((o) => o.group))];
  const item = (o: Option) => (
    <option key={o.value} value={o.value} disabled={o.disabled}>
      {o.label}
    </option>
  );
  return (
    <FieldFrame {...{ id, label, hint, errors, className }} required={rest.required}>
      <select {...rest} {...control} className="box-field pr-8">
        {empty !== undefined && <option value="">{empty}</option>}
        {groups.map((group) =>
          group === undefined ? (
            options.filter((o) => o.group === undefined).map(item)
          ) : (
            <optgroup key={group} label={group}>
              {options.filter((o) => o.group === group).map(item)}
            </optgroup>
          ),
        )}
      </select>
    </FieldFrame>
  );
}

/** A moment, typed and read as Beijing time. The value is "2026-11-23T14:30"; see dateTimeToInput(). */
export function DateTimeField({ hint, ...rest }: Parameters<typeof Field>[0]) {
  const { t } = useTranslation();
  return <Field {...rest} type="datetime-local" step={60} hint={hint ?? t("ui.time.beijing")} />;
}

import { type ReactNode, useId } from "react";
import { cx } from "./cx.ts";
import { describedBy, FieldErrors, Mark, type Option } from "./field.tsx";
import { useFieldReply } from "./reply.tsx";

const tick = "mt-1 size-[1.0625rem] shrink-0 accent-river-600";

/** One box to tick; sends "on". */
export function CheckField({
  name,
  label,
  hint,
  value = "on",
  defaultChecked,
  required,
  className,
}: {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  value?: string;
  defaultChecked?: boolean;
  required?: boolean;
  className?: string;
}) {
  const id = useId();
  const reply = useFieldReply(name);
  const checked = reply.replied ? reply.value === value : defaultChecked;
  return (
    <div className={cx("grid gap-1", className)}>
      <label htmlFor={id} className="flex items-start gap-2.5">
        <input
          type="checkbox"
          id={id}
          name={name}
          value={value}
          defaultChecked={checked}
          required={required}
          aria-invalid={reply.errors.length > 0 || undefined}
          aria-describedby={describedBy(id, reply.errors, hint)}
          className={tick}
        />
        <span>
          {label}
          <Mark required={required} />
        </span>
      </label>
      <FieldErrors id={id} errors={reply.errors} />
      {hint && (
        <p id={`${id}-hint`} className="pl-7 text-sm text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

/**
 * One of few (radio) or some of few (`many`: checkboxes; name it "skills[]"). `cards` gives each choice a frame and room for its hint.
 */
export function ChoiceField({
  name,
  label,
  hint,
  options,
  defaultValue,
  many = false,
  required,
  cards = false,
  columns = "sm:grid-cols-2",
  className,
}: {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  options: readonly Option[];
  defaultValue?: string | readonly string[];
  many?: boolean;
  required?: boolean;
  cards?: boolean;
  columns?: string;
  className?: string;
}) {
  const id = useId();
  const reply = useFieldReply(name);
  // The schema's complaint names the list, the inputs name its members.
  const listed = useFieldReply(name.replace(/\[\]$/, ""));
  const errors = many ? [...new Set([...reply.errors, ...listed.errors])] : reply.errors;
  const chosen = reply.replied ? (reply.value ?? []) : (defaultValue ?? []);
  const isChosen = (value: string) => (typeof chosen === "string" ? chosen === value : chosen.includes(value));
  return (
    <fieldset className={cx("grid min-w-0 gap-1.5", className)} aria-describedby={describedBy(id, errors, hint)}>
      <legend className="mb-1.5 text-sm font-medium">
        {label}
        <Mark required={required} />
      </legend>
      <div className={cx("grid", cards ? "gap-2.5" : "gap-x-6 gap-y-1.5", columns)}>
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              "flex items-start gap-2.5",
              cards &&
                "rounded-lg border border-line bg-panel px-3.5 py-3 hover:border-edge has-checked:border-river-600 has-checked:bg-river-50 has-focus-visible:outline-2 has-focus-visible:outline-river-600",
              option.disabled && "opacity-55",
            )}
          >
            <input
              type={many ? "checkbox" : "radio"}
              name={name}
              value={option.value}
              defaultChecked={isChosen(option.value)}
              required={required && !many}
              disabled={option.disabled}
              className={tick}
            />
            <span className="min-w-0">
              <span className={cx(cards && "font-medium")}>{option.label}</span>
              {option.hint && <span className="block text-sm text-muted">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      <FieldErrors id={id} errors={errors} />
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
    </fieldset>
  );
}

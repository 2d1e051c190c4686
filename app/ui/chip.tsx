import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "./cx.ts";
import type { Tone } from "./notice.tsx";

const looks: Record<Tone, string> = {
  neutral: "bg-sunken text-muted ring-line",
  info: "bg-river-50 text-river-700 ring-river-200",
  ok: "bg-ok-50 text-ok-700 ring-ok-200",
  warn: "bg-warn-50 text-warn-700 ring-warn-200",
  danger: "bg-danger-50 text-danger-700 ring-danger-200",
  live: "bg-loess-600 text-white ring-loess-600",
};

/** A state in a word. `live` pulses: something is happening right now. */
export function Chip({ tone = "neutral", children, icon }: { tone?: Tone; children: ReactNode; icon?: ReactNode }) {
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1.5 rounded-full px-2.5 py-px text-xs font-medium whitespace-nowrap ring-1 ring-inset",
        looks[tone],
      )}
    >
      {tone === "live" && <span className="size-1.5 animate-pulse rounded-full bg-white" aria-hidden />}
      {icon}
      {children}
    </span>
  );
}

export type Step = { key: string; label: ReactNode; state: "done" | "current" | "coming" | "failed"; note?: ReactNode };

/** Marks the steps of a lifecycle: before `current` done, after it coming. With `done`, all are. */
export const stepsOf = <K extends string>(keys: readonly K[], current: K | null, label: (key: K) => ReactNode, done = false): Step[] => {
  const at = current === null ? -1 : keys.indexOf(current);
  return keys.map((key, i) => ({ key, label: label(key), state: done || i < at ? "done" : i === at ? "current" : "coming" }));
};

/** Where a thing is in its life. Scrolls sideways where there is no room, with the current step in sight. */
export function Stepper({ steps, label }: { steps: readonly Step[]; label?: string }) {
  const { t } = useTranslation();
  return (
    <ol aria-label={label ?? t("ui.steps.label")} className="flex flex-wrap gap-x-1 gap-y-3 sm:flex-nowrap">
      {steps.map((step, i) => (
        <li
          key={step.key}
          aria-current={step.state === "current" ? "step" : undefined}
          className={cx(
            "flex min-w-0 items-start gap-2 sm:flex-1 sm:flex-col sm:gap-1.5",
            step.state === "current" ? "max-sm:basis-full max-sm:order-first" : "max-sm:basis-auto",
          )}
        >
          <span className="flex items-center sm:w-full">
            <span
              className={cx(
                "digits grid size-6 shrink-0 place-items-center rounded-full text-xs font-semibold",
                step.state === "done" && "bg-river-600 text-white",
                step.state === "current" && "bg-panel text-river-700 ring-2 ring-river-600",
                step.state === "coming" && "bg-sunken text-faint ring-1 ring-line",
                step.state === "failed" && "bg-danger-600 text-white",
              )}
              aria-hidden
            >
              {step.state === "done" ? <Check size={14} /> : step.state === "failed" ? "×" : i + 1}
            </span>
            {i < steps.length - 1 && (
              <span className={cx("mx-1.5 hidden h-0.5 flex-1 sm:block", step.state === "done" ? "bg-river-600" : "bg-line")} aria-hidden />
            )}
          </span>
          <span className={cx("min-w-0 text-sm sm:pr-3", step.state === "current" ? "font-semibold" : "max-sm:sr-only text-muted")}>
            {step.label}
            <span className="sr-only">{t(`ui.steps.${step.state}`)}</span>
            {step.note && <span className="block text-xs font-normal text-muted">{step.note}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

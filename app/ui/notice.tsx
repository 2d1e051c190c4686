import { CircleAlert, CircleCheck, Info, OctagonAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type Tone = "neutral" | "info" | "ok" | "warn" | "danger" | "live";

const looks: Record<Tone, string> = {
  neutral: "border-line bg-sunken text-ink",
  info: "border-river-200 bg-river-50 text-river-800",
  ok: "border-ok-200 bg-ok-50 text-ok-700",
  warn: "border-warn-200 bg-warn-50 text-warn-700",
  danger: "border-danger-200 bg-danger-50 text-danger-700",
  live: "border-loess-200 bg-loess-50 text-loess-700",
};
const icons = { neutral: Info, info: Info, ok: CircleCheck, warn: CircleAlert, danger: OctagonAlert, live: Info };

/** A banner in the flow of the page. `alert` makes a screen reader say it at once. */
export function Notice({
  tone = "info",
  title,
  children,
  action,
  alert,
}: {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  alert?: boolean;
}) {
  const Icon = icons[tone];
  return (
    <div
      role={alert ? "alert" : undefined}
      className={cx("flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border px-4 py-3", looks[tone])}
    >
      <Icon size={18} className="mt-1 shrink-0" aria-hidden />
      <div className="min-w-0 flex-1 basis-56">
        {title && <p className="font-semibold">{title}</p>}
        {children}
      </div>
      {action}
    </div>
  );
}

import { Link } from "@remix-run/react";
import { Check, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

/** One step of something long: where it leads (null: not yet), how far it is, and a sign in place of its number. */
export type Step = { key: string; label: string; to: string | null; mark: "untouched" | "wrong" | "done"; sign?: ReactNode };

/** Where one is in an editor of many steps; every one of them can be opened at any time. Beside the form where there is room, in a row of numbers above it otherwise. */
export function Steps({ label, steps, current }: { label: string; steps: readonly Step[]; current: string }) {
  return (
    <nav aria-label={label} className="lg:sticky lg:top-4">
      <ol className="flex flex-wrap gap-1 lg:grid">
        {steps.map(({ key, label: name, to, mark, sign }, i) => {
          const look = cx(
            "flex min-h-11 items-center gap-2 rounded-md px-2.5 max-sm:px-1.5",
            key === current ? "bg-river-50 font-semibold text-river-700" : "text-muted",
          );
          const inside = (
            <>
              <span
                className={cx(
                  "digits grid size-6 shrink-0 place-items-center rounded-full text-xs font-semibold",
                  mark === "done" && "bg-river-600 text-white",
                  mark === "wrong" && "bg-warn-50 text-warn-700 ring-1 ring-warn-200",
                  mark === "untouched" && "bg-sunken text-muted",
                )}
              >
                {sign ??
                  (mark === "done" ? <Check size={14} aria-hidden /> : mark === "wrong" ? <TriangleAlert size={14} aria-hidden /> : i + 1)}
              </span>
              <span className={cx("whitespace-nowrap", key !== current && "max-lg:sr-only")}>{name}</span>
            </>
          );
          return (
            <li key={key} aria-current={key === current ? "step" : undefined}>
              {to ? (
                <Link to={to} className={cx(look, "hover:bg-sunken")}>
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

export const StepsLayout = ({ nav, children }: { nav: ReactNode; children: ReactNode }) => (
  <div className="grid items-start gap-5 lg:grid-cols-[14rem_minmax(0,1fr)]">
    {nav}
    <div className="grid min-w-0 grid-cols-1 gap-5">{children}</div>
  </div>
);

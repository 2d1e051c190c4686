import type { ReactNode } from "react";
import { cx } from "./cx.ts";

/** A sheet of paper with a heading. `flush` lets a table or list reach its edges. */
export function Card({
  title,
  actions,
  footer,
  flush,
  id,
  className,
  children,
}: {
  title?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  flush?: boolean;
  id?: string;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <section id={id} className={cx("min-w-0 rounded-lg border border-line bg-panel shadow-panel", className)}>
      {(title || actions) && (
        <header className={cx("flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-4 sm:px-5", flush && "pb-3")}>
          {title && <h2 className="text-lg">{title}</h2>}
          {actions && <div className="no-print flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      {flush ? (
        <div className="overflow-hidden rounded-b-lg">{children}</div>
      ) : (
        <div className="grid grid-cols-1 gap-4 px-4 py-4 sm:px-5">{children}</div>
      )}
      {footer && <footer className="border-t border-line px-4 py-3 sm:px-5">{footer}</footer>}
    </section>
  );
}

/** One number and what it counts. */
export function Stat({
  label,
  value,
  note,
  tone,
}: {
  label: ReactNode;
  value: ReactNode;
  note?: ReactNode;
  tone?: "live" | "danger" | "ok";
}) {
  return (
    <div className="grid min-w-0 content-start gap-0.5">
      <dt className="text-sm text-muted">{label}</dt>
      <dd
        className={cx(
          "digits text-xl font-semibold",
          tone === "live" && "text-loess-700",
          tone === "danger" && "text-danger-600",
          tone === "ok" && "text-ok-600",
        )}
      >
        {value}
      </dd>
      {note && <dd className="text-sm text-muted">{note}</dd>}
    </div>
  );
}

export const Stats = ({ children, className }: { children: ReactNode; className?: string }) => (
  <dl className={cx("grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-[repeat(auto-fit,minmax(9rem,1fr))]", className)}>{children}</dl>
);

export type Pair = { label: ReactNode; value: ReactNode };

/** Names and values in two columns; null values are left out. `stacked` suits a narrow side: a long name makes room for an amount, which never breaks. */
export function KeyValue({ pairs, stacked }: { pairs: readonly (Pair | null | false)[]; stacked?: boolean }) {
  return (
    <dl className="grid gap-y-2.5">
      {pairs.map(
        (pair, i) =>
          pair && (
            <div
              key={i}
              className={cx(
                "grid gap-x-4",
                stacked ? "grid-cols-[auto_auto] justify-between [&>dd]:text-right" : "grid-cols-[minmax(6rem,9rem)_minmax(0,1fr)]",
              )}
            >
              <dt className="text-muted">{pair.label}</dt>
              <dd className="min-w-0">{pair.value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** Nothing here yet: why, and what one can do about it. */
export function Empty({ title, children, action, icon }: { title: ReactNode; children?: ReactNode; action?: ReactNode; icon?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-2 px-4 py-10 text-center">
      {icon && <div className="text-faint">{icon}</div>}
      <p className="font-medium">{title}</p>
      {children && <div className="max-w-md text-sm text-muted">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

/** What a person wrote, as they wrote it: plain text, line breaks kept, nothing else interpreted. */
export const Prose = ({ text, className }: { text: string; className?: string }) => (
  <div className={cx("max-w-3xl leading-relaxed whitespace-pre-line", className)}>{text}</div>
);

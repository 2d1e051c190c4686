import type { ReactNode } from "react";

/** The same chart, drawn on the server for two widths (chart.server.ts). */
export type Drawing = { wide: string; narrow: string };

/** A drawn chart with its name; `children` is the table of its numbers, for whoever cannot see it or wants them exactly. */
export function Chart({ drawing, label, numbers, children }: { drawing: Drawing; label: string; numbers: string; children: ReactNode }) {
  return (
    <figure aria-label={label} className="grid gap-2">
      <div className="hidden sm:block" dangerouslySetInnerHTML={{ __html: drawing.wide }} />
      <div className="sm:hidden" dangerouslySetInnerHTML={{ __html: drawing.narrow }} />
      <details className="text-sm text-muted">
        <summary className="cursor-pointer">{numbers}</summary>
        <div className="pt-2">{children}</div>
      </details>
    </figure>
  );
}

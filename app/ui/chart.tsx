import type { ReactNode } from "react";

/** The same chart, drawn on the server for two widths (chart.server.ts). */
export type Drawing = { wide: string; narrow: string };

/** A drawn chart with its name, as wide as its place allows; `children` is the table of its numbers, for whoever cannot see it or wants them exactly. */
export function Chart({ drawing, label, numbers, children }: { drawing: Drawing; label: string; numbers: string; children: ReactNode }) {
  return (
    <figure aria-label={label} className="@container grid gap-2">
      <div className="mx-auto hidden w-full max-w-240 @xl:block" dangerouslySetInnerHTML={{ __html: drawing.wide }} />
      <div className="max-w-md @xl:hidden" dangerouslySetInnerHTML={{ __html: drawing.narrow }} />
      <details className="text-sm text-muted">
        <summary className="cursor-pointer">{numbers}</summary>
        <div className="pt-2">{children}</div>
      </details>
    </figure>
  );
}

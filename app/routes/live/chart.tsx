import { formatClock } from "#app/i18n/format.ts";
import { cx } from "#app/ui/cx.ts";

export type Series = { key: string; label: string; strong?: boolean; points: { at: number; y: number }[] };

const SIZE = 1000;
const strokes = [
  "stroke-river-600",
  "stroke-loess-600",
  "stroke-ok-600",
  "stroke-danger-600",
  "stroke-river-300",
  "stroke-loess-500",
  "stroke-faint",
];

/**
 * Steps over time: each series holds its value until the next point. The drawing stretches to its frame and the words stand around it
 * as text, so both are legible at any width; a new point moves lines and nothing else. The same numbers are in the log and the ranking.
 */
export function StepChart({
  series,
  from,
  to,
  format,
  title,
  empty,
}: {
  series: readonly Series[];
  from: number;
  to: number;
  format: (y: number) => string;
  title: string;
  empty: string;
}) {
  const ys = series.flatMap((s) => s.points.map((p) => p.y));
  if (ys.length === 0) return <p className="grid h-48 place-items-center text-muted">{empty}</p>;
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const span = high - low || 1;
  const x = (at: number) => Math.round(((Math.min(Math.max(at, from), to) - from) / Math.max(1, to - from)) * SIZE);
  const y = (v: number) => Math.round((high === low ? 0.5 : (high - v) / span) * SIZE);
  const path = ({ points }: Series) =>
    `${points.map((p, i) => (i === 0 ? `M${x(p.at)} ${y(p.y)}` : `H${x(p.at)}V${y(p.y)}`)).join("")}H${SIZE}`;
  const ticks = high === low ? [high] : [high, (high + low) / 2, low];
  return (
    <figure className="grid gap-2">
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1" role="img" aria-label={title}>
        <div className={cx("digits flex h-44 flex-col text-right text-xs text-muted", high === low ? "justify-center" : "justify-between")}>
          {ticks.map((v) => (
            <span key={v}>{format(v)}</span>
          ))}
        </div>
        <div className="py-2.5">
          <svg viewBox={`0 0 ${SIZE} ${SIZE}`} preserveAspectRatio="none" className="block h-39 w-full overflow-visible" aria-hidden="true">
            {ticks.map((v) => (
              <line
                key={v}
                x1={0}
                x2={SIZE}
                y1={y(v)}
                y2={y(v)}
                className="stroke-line"
                strokeWidth={1}
                vectorEffect="non-scaling-stroke"
              />
            ))}
            {series.map((s, i) => (
              <path
                key={s.key}
                d={path(s)}
                fill="none"
                strokeWidth={s.strong ? 3 : 2}
                vectorEffect="non-scaling-stroke"
                className={strokes[i % strokes.length]}
                strokeLinejoin="round"
              />
            ))}
          </svg>
        </div>
        <div className="digits col-start-2 flex justify-between text-xs text-muted">
          <span>{formatClock(from)}</span>
          <span>{formatClock(to)}</span>
        </div>
      </div>
      {series.length > 1 && (
        <figcaption className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
          {series.map((s, i) => (
            <span key={s.key} className="inline-flex items-center gap-1.5">
              <svg width="18" height="6" aria-hidden="true">
                <line x1="0" x2="18" y1="3" y2="3" strokeWidth={s.strong ? 3 : 2} className={strokes[i % strokes.length]} />
              </svg>
              <span className={cx(s.strong && "font-semibold text-ink")}>{s.label}</span>
            </span>
          ))}
        </figcaption>
      )}
    </figure>
  );
}

import { useTranslation } from "react-i18next";
import { formatClock } from "#app/i18n/format.ts";
import { cx } from "#app/ui/cx.ts";

export type Series = { key: string; label: string; strong?: boolean; points: { at: number; y: number }[] };

const W = 720;
const H = 220;
const EDGE = { left: 64, right: 12, top: 14, bottom: 26 };
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
 * Steps over time: each series holds its value until the next point. Drawn as SVG of a fixed shape on server and browser alike, so
 * that a new point moves lines and nothing else. The numbers stand beside it as text (log, ladder): this is for the eye.
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
  const { t } = useTranslation();
  const ys = series.flatMap((s) => s.points.map((p) => p.y));
  if (ys.length === 0) return <p className="grid aspect-[720/220] w-full place-items-center text-muted">{empty}</p>;
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const pad = (high - low) * 0.08 || Math.max(1, high * 0.01);
  const [y0, y1] = [low - pad, high + pad];
  const x = (at: number) => EDGE.left + ((Math.min(Math.max(at, from), to) - from) / Math.max(1, to - from)) * (W - EDGE.left - EDGE.right);
  const y = (v: number) => EDGE.top + (1 - (v - y0) / (y1 - y0)) * (H - EDGE.top - EDGE.bottom);
  const round = (n: number) => n.toFixed(1);
  const path = ({ points }: Series) =>
    points.map((p, i) => (i === 0 ? `M${round(x(p.at))} ${round(y(p.y))}` : `H${round(x(p.at))}V${round(y(p.y))}`)).join("") +
    `H${round(x(to))}`;
  const ticks = [high, (high + low) / 2, low];
  return (
    <figure className="grid gap-2">
      <svg viewBox={`0 0 ${W} ${H}`} className="h-auto w-full" role="img" aria-label={title}>
        {(high === low ? [high] : ticks).map((v) => (
          <g key={v}>
            <line x1={EDGE.left} x2={W - EDGE.right} y1={y(v)} y2={y(v)} className="stroke-line" strokeWidth={1} />
            <text x={EDGE.left - 8} y={y(v) + 4} textAnchor="end" className="digits fill-muted text-xs">
              {format(v)}
            </text>
          </g>
        ))}
        <text x={EDGE.left} y={H - 6} className="digits fill-muted text-xs">
          {formatClock(from)}
        </text>
        <text x={W - EDGE.right} y={H - 6} textAnchor="end" className="digits fill-muted text-xs">
          {formatClock(to)}
        </text>
        {series.map((s, i) => (
          <path
            key={s.key}
            d={path(s)}
            fill="none"
            strokeWidth={s.strong ? 3 : 1.75}
            className={strokes[i % strokes.length]}
            strokeLinejoin="round"
          />
        ))}
      </svg>
      {series.length > 1 && (
        <figcaption className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
          {series.map((s, i) => (
            <span key={s.key} className="inline-flex items-center gap-1.5">
              <svg width="18" height="6" aria-hidden>
                <line x1="0" x2="18" y1="3" y2="3" strokeWidth={s.strong ? 3 : 2} className={strokes[i % strokes.length]} />
              </svg>
              <span className={cx(s.strong && "font-semibold text-ink")}>{s.label}</span>
            </span>
          ))}
        </figcaption>
      )}
      <p className="sr-only">{t("live.log.title")}</p>
    </figure>
  );
}

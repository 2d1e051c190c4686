import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatClock } from "#app/i18n/format.ts";
import { type AuditRound, standingsAfter } from "#app/tasks/live/replay.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { cx } from "#app/ui/cx.ts";
import { Money } from "#app/ui/money.tsx";
import { useRunning } from "#app/ui/running.ts";
import { formatPoints } from "./points.ts";

/** The auction bid by bid: who moved, and where everybody stood then. Without scripts the whole list stands in the chain below. */
export function Steps({ round, name }: { round: AuditRound; name: (label: number) => string }) {
  const { t } = useTranslation();
  const running = useRunning();
  const count = round.bids.length;
  const [step, setStep] = useState(count);
  if (!running || count === 0) return null;
  const bid = step > 0 ? round.bids[step - 1] : undefined;
  const standings = standingsAfter(round, step);
  const before = new Map(standingsAfter(round, Math.max(0, step - 1)).map((row) => [row.bidId, row.rank]));
  return (
    <Card title={t("live.replay.stepTitle")}>
      <div className="flex flex-wrap items-center gap-2">
        <Button type="button" size="sm" disabled={step === 0} onClick={() => setStep(0)}>
          {t("live.replay.first")}
        </Button>
        <Button type="button" size="sm" disabled={step === 0} onClick={() => setStep(step - 1)}>
          {t("live.replay.previous")}
        </Button>
        <Button type="button" size="sm" disabled={step === count} onClick={() => setStep(step + 1)}>
          {t("live.replay.following")}
        </Button>
        <Button type="button" size="sm" disabled={step === count} onClick={() => setStep(count)}>
          {t("live.replay.last")}
        </Button>
      </div>
      <input
        type="range"
        min={0}
        max={count}
        value={step}
        onChange={(e) => setStep(Number(e.target.value))}
        aria-label={t("live.replay.stepTitle")}
        className="w-full accent-river-600"
      />
      <div aria-live="polite" className="min-h-14">
        <p className="text-sm text-muted">
          {bid
            ? `${t("live.replay.at", { step, count })} · ${formatClock(bid.acceptedAt)}`
            : t("live.replay.atStart", { count: standings.length })}
        </p>
        {bid && (
          <p className="font-medium">
            {t("live.replay.move", { label: name(bid.label), priceFen: String(bid.priceFen), rank: bid.rank })}
            {bid.extensions > (round.bids[step - 2]?.extensions ?? 0) && (
              <span className="ml-2 text-loess-700">{t("live.log.extended", { at: formatClock(bid.endAt) })}</span>
            )}
          </p>
        )}
      </div>
      <ol className="grid">
        {standings.map((row) => {
          const was = before.get(row.bidId) ?? row.rank;
          return (
            <li
              key={row.bidId}
              className={cx(
                "grid grid-cols-[2.5rem_minmax(0,1fr)_auto_auto] items-baseline gap-x-4 border-b border-line py-1.5 last:border-b-0",
                bid?.bidId === row.bidId && "bg-loess-50",
              )}
            >
              <span className="digits">
                {row.rank}
                <span className="ml-1 text-sm text-muted" aria-hidden>
                  {was > row.rank ? "↑" : was < row.rank ? "↓" : ""}
                </span>
              </span>
              <span className="truncate">{name(row.label)}</span>
              <Money fen={row.priceFen} />
              <span className="digits w-16 text-right">{formatPoints(row.scoreMilli)}</span>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

import { useTranslation } from "react-i18next";
import { formatClock } from "#app/i18n/format.ts";
import type { Line, RoomState, Rung } from "#app/tasks/live/auction-views.ts";
import { Card } from "#app/ui/card.tsx";
import { cx } from "#app/ui/cx.ts";
import { Money } from "#app/ui/money.tsx";
import { Table } from "#app/ui/table.tsx";
import { formatPoints } from "./points.ts";

const SHOWN = 50;

/** Every bidder's place, where the seat may see it; names only after the close. */
export function Ladder({ room, names }: { room: RoomState; names: Record<number, string> | null }) {
  const { t } = useTranslation();
  if (!room.ladder) return null;
  const mine = (rung: Rung) => room.own?.label === rung.label;
  return (
    <Card title={t("live.ladder.title")} flush>
      <Table
        caption={t("live.ladder.title")}
        rows={room.ladder}
        rowKey={(rung) => String(rung.label)}
        compact
        mark={mine}
        columns={[
          { key: "rank", head: t("live.ladder.rank"), cell: (r) => <span className="digits">{r.rank}</span> },
          {
            key: "bidder",
            head: t("live.ladder.bidder"),
            main: true,
            cell: (r) => (
              <>
                {names?.[r.label] ?? t("live.ladder.label", { label: r.label })}{" "}
                {names?.[r.label] && (
                  <span className="text-sm whitespace-nowrap text-muted">{t("live.ladder.label", { label: r.label })} </span>
                )}
                {mine(r) && <span className="text-sm whitespace-nowrap text-loess-700">{t("live.ladder.me")} </span>}
                {!r.bids && <span className="text-sm whitespace-nowrap text-muted">{t("live.ladder.sealed")}</span>}
              </>
            ),
          },
          { key: "price", head: t("live.ladder.price"), end: true, cell: (r) => <Money fen={r.priceFen} /> },
          { key: "score", head: t("live.ladder.score"), end: true, cell: (r) => formatPoints(r.scoreMilli) },
        ]}
      />
    </Card>
  );
}

/** What was bid, newest first, as far as the seat may see it. */
export function RoomLog({ room }: { room: RoomState }) {
  const { t } = useTranslation();
  const lines = room.lines.slice(-SHOWN).reverse();
  return (
    <Card title={t("live.log.title")}>
      {lines.length === 0 ? (
        <p className="text-muted">{t("live.log.empty")}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="max-h-96 overflow-y-auto" aria-label={t("live.log.title")} tabIndex={0}>
          <ol className="grid content-start">
            {lines.map((line) => (
              <LogLine key={line.seq} line={line} />
            ))}
          </ol>
        </section>
      )}
      {room.bids > lines.length && <p className="text-sm text-muted">{t("live.log.older", { count: lines.length })}</p>}
    </Card>
  );
}

function LogLine({ line }: { line: Line }) {
  const { t } = useTranslation();
  return (
    <li
      className={cx(
        "grid grid-cols-[4.5rem_minmax(0,1fr)] gap-x-3 border-b border-line py-1.5 last:border-b-0",
        line.mine && "bg-loess-50",
      )}
    >
      <time dateTime={new Date(line.at).toISOString()} className="text-sm text-muted">
        {formatClock(line.at)}
      </time>
      <div className="min-w-0">
        <span className="flex flex-wrap gap-x-2">
          <span className="digits whitespace-nowrap">{t("live.log.bid", { seq: line.seq })}</span>
          {line.label !== undefined && (
            <span className="whitespace-nowrap">{line.mine ? t("live.ladder.me") : t("live.ladder.label", { label: line.label })}</span>
          )}
          {line.priceFen !== undefined && <Money fen={line.priceFen} className="font-medium" />}
        </span>
        {line.leaderMilli !== undefined ? (
          <span className="block text-sm text-ok-700">{t("live.log.takes", { points: formatPoints(line.leaderMilli) })}</span>
        ) : (
          line.rank !== undefined && <span className="block text-sm text-muted">{t("live.log.ranked", { rank: line.rank })}</span>
        )}
        {line.extendedTo !== null && (
          <span className="block text-sm font-medium text-loess-700">{t("live.log.extended", { at: formatClock(line.extendedTo) })}</span>
        )}
      </div>
    </li>
  );
}

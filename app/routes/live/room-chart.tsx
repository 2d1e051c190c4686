import { useTranslation } from "react-i18next";
import { formatFen } from "#app/i18n/format.ts";
import type { Line, RoomState } from "#app/tasks/live/auction-views.ts";
import { Card } from "#app/ui/card.tsx";
import { useNow } from "#app/ui/clock.tsx";
import { type Series, StepChart } from "./chart.tsx";
import { formatPoints } from "./points.ts";

const yuan = (fen: number) => formatFen(Math.round(fen / 100) * 100).replace(/\.00$/, "");
const LINES = 6;

/** Prices of the best few where the seat sees them; else the leader's score, and one's own beside it. */
export function RoomChart({ room }: { room: RoomState }) {
  const { t } = useTranslation();
  const now = useNow();
  if (room.visibility === "RANK_ONLY" && !room.ladder && !room.own) return null;
  const from = room.startAt;
  const to = Math.max(from + 1000, Math.min(now, room.endAt));
  const prices = room.ladder !== undefined;
  const series = prices
    ? priceSeries(room, from, (label) => t("live.ladder.label", { label }))
    : scoreSeries(room, t("live.chart.best"), t("live.chart.own"));
  const title = t(prices ? "live.chart.prices" : room.visibility === "RANK_ONLY" ? "live.chart.own" : "live.chart.leader");
  const began = room.phase !== "SCHEDULED" && room.phase !== "LOBBY" && room.bids > 0;
  return (
    <Card title={title}>
      <StepChart
        series={began ? series : []}
        from={from}
        to={to}
        format={prices ? yuan : formatPoints}
        title={title}
        empty={t("live.chart.none")}
      />
    </Card>
  );
}

function priceSeries(room: RoomState, from: number, name: (label: number) => string): Series[] {
  return room.ladder!.slice(0, LINES).map((rung) => {
    const bids = room.lines.filter((l): l is Line & { priceFen: number } => l.label === rung.label && l.priceFen !== undefined);
    const points = bids.map((l) => ({ at: l.at, y: l.priceFen }));
    return {
      key: String(rung.label),
      label: name(rung.label),
      strong: room.own?.label === rung.label,
      points: [{ at: from, y: rung.openingFen }, ...points],
    };
  });
}

function scoreSeries(room: RoomState, best: string, own: string): Series[] {
  const lead = room.lines
    .filter((l): l is Line & { leaderMilli: number } => l.leaderMilli !== undefined)
    .map((l) => ({ at: l.at, y: l.leaderMilli }));
  const mine = room.lines
    .filter((l): l is Line & { scoreMilli: number } => l.mine === true && l.scoreMilli !== undefined)
    .map((l) => ({ at: l.at, y: l.scoreMilli }));
  const series: Series[] = [];
  if (room.leaderMilli !== undefined)
    series.push({ key: "best", label: best, points: [{ at: room.startAt, y: room.openingLeaderMilli ?? room.leaderMilli }, ...lead] });
  if (room.own) series.push({ key: "own", label: own, strong: true, points: [{ at: room.startAt, y: room.own.openingMilli }, ...mine] });
  return series;
}

import { useTranslation } from "react-i18next";
import { floorFenOf, livePricePartMilli, part } from "#app/tasks/score.ts";
import { Table } from "#app/ui/table.tsx";
import { pointsText } from "./words.tsx";

export type Scored = {
  priceFen: bigint;
  priceScoreMilli: number | null;
  timeScoreMilli: number | null;
  qualityMilli: number | null;
  recordMilli: number | null;
  scoreMilli: number | null;
};
export type Weighed = {
  weightPrice: number;
  weightTime: number;
  weightQuality: number;
  weightRecord: number;
  budgetFen: bigint;
  auction: unknown;
};

/** How one bid's total comes about: points, weight, and what each part counts. */
export function ScoreRow({ bid, task }: { bid: Scored; task: Weighed }) {
  const { t } = useTranslation();
  const live = task.auction !== null;
  const pricePart = live
    ? livePricePartMilli(bid.priceFen, task.budgetFen, floorFenOf(task.budgetFen), task.weightPrice)
    : part(task.weightPrice, bid.priceScoreMilli ?? 0);
  const rows = [
    { key: "price", points: bid.priceScoreMilli, weight: task.weightPrice, counted: pricePart },
    { key: "time", points: bid.timeScoreMilli, weight: task.weightTime, counted: part(task.weightTime, bid.timeScoreMilli ?? 0) },
    { key: "quality", points: bid.qualityMilli, weight: task.weightQuality, counted: part(task.weightQuality, bid.qualityMilli ?? 0) },
    { key: "record", points: bid.recordMilli, weight: task.weightRecord, counted: part(task.weightRecord, bid.recordMilli ?? 0) },
    { key: "total", points: null, weight: 100, counted: bid.scoreMilli ?? 0 },
  ] as const;
  return (
    <Table
      rows={rows}
      rowKey={(row) => row.key}
      caption={t("tasks.score.title")}
      mark={(row) => row.key === "total"}
      columns={[
        { key: "name", head: t("tasks.score.title"), main: true, cell: (row) => t(`tasks.score.${row.key}`) },
        { key: "points", head: t("tasks.score.points"), end: true, cell: (row) => (row.key === "total" ? "" : pointsText(row.points)) },
        { key: "weight", head: t("tasks.score.weight"), end: true, cell: (row) => row.weight },
        { key: "counted", head: t("tasks.score.counted"), end: true, cell: (row) => pointsText(row.counted) },
      ]}
    />
  );
}

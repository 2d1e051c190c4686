import type { TFunction } from "i18next";
import type { Day, Funnel, RewardFigure } from "#app/campaigns/insight/figures.server.ts";
import { draw, inks } from "#app/ui/chart.server.ts";
import type { Drawing } from "#app/ui/chart.tsx";

const yuan = (fen: bigint) => Number(fen) / 100;
const axisLine = { lineStyle: { color: inks.line } };
const grid = { left: 8, right: 16, top: 36, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" } as const;

/** Each day's pledges as bars and their sum as a line, against the goal. */
export function drawDays(t: TFunction, days: Day[], goalFen: bigint): Drawing {
  let sum = 0n;
  const sums = days.map(({ fen }) => {
    sum += fen;
    return yuan(sum);
  });
  return draw({
    grid: { ...grid, top: 48 },
    legend: { top: 0, left: 0, itemHeight: 10, textStyle: { color: inks.muted } },
    xAxis: { type: "category", data: days.map(({ day }) => day.slice(5)), axisLine, axisTick: { show: false } },
    yAxis: {
      type: "value",
      max: ({ max }) => Math.max(max, yuan(goalFen)),
      splitLine: { lineStyle: { color: inks.line } },
      axisLabel: { formatter: (v: number) => short(t, v) },
    },
    series: [
      {
        type: "bar",
        name: t("campaigns.insight.days.day"),
        data: days.map(({ fen }) => yuan(fen)),
        barMaxWidth: 32,
        itemStyle: { color: inks.riverLight },
      },
      {
        type: "line",
        name: t("campaigns.insight.days.sum"),
        data: sums,
        // A line of one day is a point.
        showSymbol: days.length === 1,
        lineStyle: { color: inks.river, width: 2 },
        itemStyle: { color: inks.river },
        markLine: {
          symbol: "none",
          silent: true,
          lineStyle: { color: inks.loess, type: "dashed" },
          label: { formatter: t("campaigns.insight.days.goal"), color: inks.muted, position: "insideStartTop" },
          data: [{ yAxis: yuan(goalFen) }],
        },
      },
    ],
  });
}

/** 12,000 as "1.2 万" in Chinese and "12k" in English: axis labels must stay short. */
function short(t: TFunction, value: number): string {
  const unit = Number(t("campaigns.insight.axis.unit"));
  return value >= unit ? `${Math.round((value / unit) * 10) / 10}${t("campaigns.insight.axis.name")}` : String(value);
}

const lying = (names: string[], values: number[], color: string, label?: (value: number) => string) =>
  draw(
    {
      grid: { ...grid, top: 8, right: 64 },
      xAxis: { type: "value", show: false },
      yAxis: { type: "category", inverse: true, data: names, axisLine: { show: false }, axisTick: { show: false } },
      series: [
        {
          type: "bar",
          data: values,
          barMaxWidth: 22,
          itemStyle: { color, borderRadius: [0, 3, 3, 0] },
          label: { show: true, position: "right", color: inks.ink, formatter: ({ value }) => label?.(Number(value)) ?? String(value) },
        },
      ],
    },
    { wide: 40 + names.length * 34, narrow: 40 + names.length * 32 },
  );

/** From view to kept pledge, step by step. */
export const drawFunnel = (t: TFunction, funnel: Funnel): Drawing => {
  const steps = ["views", "rewards", "claims", "paid", "kept"] as const;
  return lying(
    steps.map((step) => t(`campaigns.insight.funnel.${step}`)),
    steps.map((step) => funnel[step]),
    inks.river,
  );
};

export const drawRewards = (t: TFunction, rewards: RewardFigure[]): Drawing =>
  lying(
    rewards.map(({ title }) => (title.length > 12 ? `${title.slice(0, 11)}…` : title)),
    rewards.map(({ units }) => units),
    inks.loess,
    (units) => t("campaigns.insight.rewards.units", { count: units }),
  );

import { useTranslation } from "react-i18next";
import { declineWord } from "#app/campaigns/collecting/attempts.ts";
import type { City, Day, Ending, Funnel, Referrer, RewardFigure } from "#app/campaigns/insight/figures.server.ts";
import type { PledgeState } from "#app/campaigns/pledge.ts";
import type { Messages } from "#app/i18n/zh.ts";
import { Money } from "#app/ui/money.tsx";
import { Table } from "#app/ui/table.tsx";
import { Place } from "./words.tsx";

/** The numbers behind the charts, as tables: for the dashboard and the report. */

export const percent = (part: number | bigint, of: number | bigint) =>
  Number(of) > 0 ? `${Math.round((Number(part) / Number(of)) * 1000) / 10}%` : "–";

export function DaysTable({ days }: { days: Day[] }) {
  const { t } = useTranslation();
  return (
    <Table
      compact
      rows={days}
      rowKey={(row) => row.day}
      caption={t("campaigns.insight.days.title")}
      columns={[
        { key: "day", head: t("campaigns.insight.days.date"), main: true, cell: (row) => row.day },
        { key: "n", head: t("campaigns.insight.days.pledges"), end: true, cell: (row) => row.pledges },
        { key: "fen", head: t("campaigns.insight.days.amount"), end: true, cell: (row) => <Money fen={row.fen} /> },
      ]}
    />
  );
}

const steps = ["views", "rewards", "claims", "paid", "kept"] as const;
export function FunnelTable({ funnel }: { funnel: Funnel }) {
  const { t } = useTranslation();
  const rows = steps.map((step, i) => ({ step, count: funnel[step], before: i > 0 ? funnel[steps[i - 1]!] : 0 }));
  return (
    <Table
      compact
      rows={rows}
      rowKey={(row) => row.step}
      caption={t("campaigns.insight.funnel.title")}
      columns={[
        { key: "step", head: t("campaigns.insight.funnel.step"), main: true, cell: (row) => t(`campaigns.insight.funnel.${row.step}`) },
        { key: "count", head: t("campaigns.insight.funnel.count"), end: true, cell: (row) => row.count },
        { key: "rate", head: t("campaigns.insight.funnel.rate"), end: true, cell: (row) => percent(row.count, row.before) },
      ]}
    />
  );
}

export function ReferrersTable({ referrers }: { referrers: Referrer[] }) {
  const { t } = useTranslation();
  const all = referrers.reduce((sum, { fen }) => sum + fen, 0n);
  return (
    <Table
      rows={referrers}
      rowKey={(row) => row.id ?? "direct"}
      caption={t("campaigns.insight.referrers.title")}
      columns={[
        {
          key: "name",
          head: t("campaigns.insight.referrers.name"),
          main: true,
          cell: (row) => row.name ?? t("campaigns.insight.referrers.direct"),
        },
        { key: "clicks", head: t("campaigns.insight.referrers.clicks"), end: true, cell: (row) => (row.id ? row.clicks : "–") },
        { key: "visits", head: t("campaigns.insight.referrers.visits"), end: true, cell: (row) => row.visits },
        { key: "pledges", head: t("campaigns.insight.referrers.pledges"), end: true, cell: (row) => row.pledges },
        { key: "fen", head: t("campaigns.insight.referrers.amount"), end: true, cell: (row) => <Money fen={row.fen} /> },
        { key: "share", head: t("campaigns.insight.referrers.share"), end: true, cell: (row) => percent(row.fen, all) },
        { key: "dropped", head: t("campaigns.insight.referrers.dropped"), end: true, cell: (row) => row.dropped },
      ]}
    />
  );
}

export function CitiesTable({ cities }: { cities: City[] }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...cities.map((city) => city.backers));
  return (
    <Table
      compact
      rows={cities}
      rowKey={(row) => `${row.province} ${row.city}`}
      caption={t("campaigns.insight.cities.title")}
      empty={t("campaigns.insight.cities.none")}
      columns={[
        {
          key: "region",
          head: t("campaigns.insight.cities.region"),
          main: true,
          cell: (row) => (
            <span className="grid gap-1">
              <Place {...row} />
              <span className="block h-1.5 rounded-full bg-river-200" style={{ width: `${(row.backers / most) * 100}%` }} aria-hidden />
            </span>
          ),
        },
        { key: "backers", head: t("campaigns.insight.cities.backers"), end: true, cell: (row) => row.backers },
        { key: "fen", head: t("campaigns.insight.cities.amount"), end: true, cell: (row) => <Money fen={row.fen} /> },
      ]}
    />
  );
}

export function RewardsTable({ rewards }: { rewards: RewardFigure[] }) {
  const { t } = useTranslation();
  return (
    <Table
      compact
      rows={rewards}
      rowKey={(row) => row.id}
      caption={t("campaigns.insight.rewards.title")}
      columns={[
        {
          key: "name",
          head: t("campaigns.insight.rewards.name"),
          main: true,
          cell: (row) => (row.kind === "ADDON" ? `${row.title} · ${t("campaigns.insight.rewards.addon")}` : row.title),
        },
        { key: "price", head: t("campaigns.insight.rewards.price"), end: true, cell: (row) => <Money fen={row.priceFen} /> },
        {
          key: "units",
          head: t("campaigns.insight.rewards.sold"),
          end: true,
          cell: (row) => (row.limit ? `${row.units} / ${row.limit}` : row.units),
        },
        { key: "fen", head: t("campaigns.insight.rewards.amount"), end: true, cell: (row) => <Money fen={row.fen} /> },
      ]}
    />
  );
}

type Reason = keyof Messages["campaigns"]["collecting"]["reason"];

/** Pledges that were not kept, and why. What backers wrote stands behind the reason. */
export function EndingsTable({ endings }: { endings: Ending[] }) {
  const { t, i18n } = useTranslation();
  const why = ({ state, code }: Ending) => {
    if (code !== null && i18n.exists(`campaigns.collecting.reason.${code}`)) return t(`campaigns.collecting.reason.${code as Reason}`);
    if (state === "DROPPED") return t(`campaigns.insight.endings.declines.${declineWord(code)}`);
    return state === "EXPIRED" ? t("campaigns.insight.endings.unpaid") : t("campaigns.insight.endings.unsaid");
  };
  return (
    <Table
      compact
      rows={endings}
      rowKey={(row) => `${row.state} ${row.code} ${row.said}`}
      caption={t("campaigns.insight.endings.title")}
      empty={t("campaigns.insight.endings.none")}
      columns={[
        { key: "state", head: t("campaigns.insight.endings.state"), cell: (row) => t(`campaigns.pledge.${row.state as PledgeState}`) },
        {
          key: "reason",
          head: t("campaigns.insight.endings.reason"),
          main: true,
          cell: (row) => (
            <>
              {why(row)}
              {row.said && <span className="block text-sm font-normal text-muted">{row.said}</span>}
            </>
          ),
        },
        { key: "count", head: t("campaigns.insight.endings.count"), end: true, cell: (row) => row.count },
      ]}
    />
  );
}

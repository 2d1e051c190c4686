import { useTranslation } from "react-i18next";
import { keptFen } from "#app/campaigns/campaign.ts";
import type { DeskMoney } from "#app/campaigns/paying-out/desk-money.server.ts";
import { isStopped, stoppedUntil } from "#app/campaigns/settling/standstill.ts";
import { Card } from "#app/ui/card.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Table } from "#app/ui/table.tsx";
import { ModerationChip } from "./campaign-chips.tsx";
import { ToCampaign } from "./campaign-stage-line.tsx";

/** Campaigns whose money is on its way in, and how far it is. */
export function Settling({ rows }: { rows: DeskMoney["settling"] }) {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.payouts.desk.settling")} flush>
      <Table
        rows={rows}
        rowKey={(row) => row.id}
        caption={t("campaigns.payouts.desk.settling")}
        empty={t("campaigns.payouts.desk.noSettling")}
        columns={[
          { key: "campaign", head: t("campaigns.payouts.desk.campaign"), main: true, cell: (row) => <ToCampaign campaign={row} /> },
          {
            key: "state",
            head: t("campaigns.payouts.desk.state"),
            cell: (row) => (
              <span className="flex flex-wrap items-center gap-1.5">
                {row.lifecycle === "SETTLING" ? t("campaigns.lifecycle.SETTLING") : t(`campaigns.collection.${row.collection}`)}
                <ModerationChip moderation={row.moderation} />
              </span>
            ),
          },
          {
            key: "progress",
            head: t("campaigns.payouts.desk.progress"),
            cell: (row) =>
              (["waiting", "failing", "collected", "dropped"] as const)
                .filter((key) => row[key] > 0)
                .map((key) => t(`campaigns.payouts.desk.${key}`, { n: row[key] }))
                .join(" · "),
          },
          {
            key: "until",
            head: t("campaigns.payouts.desk.until"),
            cell: (row) => {
              const ends = row.deadlineAt && isStopped(row) ? stoppedUntil(row.deadlineAt) : row.deadlineAt;
              const at = row.decisionBy ?? row.windowEndsAt ?? ends;
              return at && <Deadline at={at} />;
            },
          },
          { key: "fen", head: t("campaigns.payouts.received"), end: true, cell: (row) => <Money fen={keptFen(row)} /> },
        ]}
      />
    </Card>
  );
}

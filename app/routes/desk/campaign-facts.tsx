import { Link } from "@remix-run/react";
import { BadgeCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keptFen } from "#app/campaigns/campaign.ts";
import type { DeskCampaign } from "#app/campaigns/watching/desk-campaign.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, KeyValue, Stat, Stats } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Table } from "#app/ui/table.tsx";
import { percent } from "../campaigns/parts/figures.tsx";

type Of = { data: DeskCampaign };

export function Facts({ data: { campaign } }: Of) {
  const { t } = useTranslation();
  const { creator } = campaign;
  const moment = (at: Date | null) => (at ? <When at={at} /> : "–");
  return (
    <Card title={t("campaigns.watching.one.facts")}>
      <KeyValue
        pairs={[
          {
            label: t("campaigns.watching.one.creator"),
            value: (
              <span className="grid gap-0.5">
                <Link to={`/providers/${creator.id}`} className="link">
                  {creator.name}
                </Link>
                <span className="inline-flex items-center gap-1 text-sm text-muted">
                  {creator.verifiedAt && <BadgeCheck size={15} className="text-ok-700" aria-hidden />}
                  {t(`campaigns.watching.one.${creator.verifiedAt ? "verified" : "unverified"}`)}
                </span>
                <Link to={`/desk/organisations?q=${encodeURIComponent(creator.name)}`} className="text-sm text-muted hover:underline">
                  {t("campaigns.watching.one.find")}
                </Link>
              </span>
            ),
          },
          { label: t("campaigns.watching.one.goal"), value: <Money fen={campaign.goalFen} /> },
          { label: t("campaigns.watching.one.backers"), value: campaign.backers },
          {
            label: t("campaigns.watching.one.policy"),
            value: campaign.refundPolicy ? t(`campaigns.policy.${campaign.refundPolicy}`) : "–",
          },
          { label: t("campaigns.watching.one.launched"), value: moment(campaign.launchedAt) },
          { label: t("campaigns.watching.one.deadline"), value: moment(campaign.deadlineAt) },
          { label: t("campaigns.watching.one.settled"), value: moment(campaign.settledAt) },
          { label: t("campaigns.watching.one.machines.collection"), value: t(`campaigns.collection.${campaign.collection}`) },
          { label: t("campaigns.watching.one.machines.fulfilment"), value: t(`campaigns.fulfilment.${campaign.fulfilment}`) },
        ]}
      />
    </Card>
  );
}

export function MoneyCard({ data: { campaign, refunds } }: Of) {
  const { t } = useTranslation();
  return (
    <Card
      title={t("campaigns.watching.one.money")}
      actions={
        <>
          <ButtonLink size="sm" to={`/desk/campaigns/money?campaign=${campaign.id}`}>
            {t("campaigns.watching.tabs.money")}
          </ButtonLink>
          <ButtonLink size="sm" to="/desk/campaigns/refunds">
            {t("campaigns.watching.tabs.refunds")}
          </ButtonLink>
        </>
      }
    >
      <Stats>
        <Stat
          label={t("campaigns.watching.one.pledged")}
          value={<Money fen={campaign.pledgedFen} />}
          note={percent(campaign.pledgedFen, campaign.goalFen)}
        />
        <Stat label={t("campaigns.watching.one.received")} value={<Money fen={keptFen(campaign)} />} />
        <Stat label={t("campaigns.watching.one.refunded")} value={<Money fen={campaign.refundedFen} />} />
        <Stat label={t("campaigns.watching.one.released")} value={<Money fen={campaign.releasedFen} />} />
        <Stat label={t("campaigns.watching.one.held")} value={<Money fen={campaign.heldFen} />} />
      </Stats>
      <KeyValue
        pairs={[
          {
            label: t("campaigns.watching.one.refunds"),
            value:
              refunds.count === 0 ? (
                t("campaigns.watching.one.refundsNone")
              ) : (
                <>
                  {refunds.count} · <Money fen={refunds.fen} />
                  {refunds.oldestAt && (
                    <span className="block text-sm text-muted">
                      {t("campaigns.watching.one.oldest")} <When at={refunds.oldestAt} />
                    </span>
                  )}
                </>
              ),
          },
        ]}
      />
    </Card>
  );
}

export function PledgesCard({ data: { pledges } }: Of) {
  const { t } = useTranslation();
  return (
    <Card flush title={t("campaigns.watching.one.pledges")}>
      <Table
        compact
        rows={pledges}
        rowKey={(row) => row.state}
        caption={t("campaigns.watching.one.pledges")}
        empty={t("campaigns.watching.one.largestNone")}
        columns={[
          { key: "state", head: t("campaigns.watching.one.state"), main: true, cell: (row) => t(`campaigns.pledge.${row.state}`) },
          { key: "count", head: t("campaigns.watching.one.count"), end: true, cell: (row) => row.count },
          { key: "fen", head: t("campaigns.watching.one.amount"), end: true, cell: (row) => <Money fen={row.fen} /> },
        ]}
      />
    </Card>
  );
}

export function StagesCard({ data: { campaign } }: Of) {
  const { t } = useTranslation();
  if (campaign.payouts.length === 0) return null;
  return (
    <Card flush title={t("campaigns.watching.one.stages")}>
      <Table
        compact
        rows={campaign.payouts}
        rowKey={(row) => String(row.stage)}
        caption={t("campaigns.watching.one.stages")}
        columns={[
          {
            key: "stage",
            head: t("campaigns.watching.one.stages"),
            main: true,
            cell: (row) => t("campaigns.watching.one.stage", { n: row.stage }),
          },
          { key: "share", head: "%", end: true, cell: (row) => `${row.shareBps / 100}%` },
          { key: "state", head: t("campaigns.watching.one.state"), cell: (row) => t(`campaigns.payout.${row.state}`) },
          { key: "fen", head: t("campaigns.watching.one.amount"), end: true, cell: (row) => <Money fen={row.grossFen} /> },
        ]}
      />
    </Card>
  );
}

export function History({ rows }: { rows: DeskCampaign["history"] }) {
  const { t } = useTranslation();
  // Each machine's states have words of their own; what has none is shown as it is.
  const word = t as unknown as (key: string, otherwise: string) => string;
  const state = (machine: string, value: string | null) =>
    value === null ? "–" : word(`campaigns.${machine === "campaign" ? "lifecycle" : vocabulary[machine]}.${value}`, value);
  return (
    <Card flush title={t("campaigns.watching.one.history")}>
      <Table
        rows={rows}
        rowKey={(row) => row.key}
        caption={t("campaigns.watching.one.history")}
        columns={[
          { key: "at", head: t("campaigns.watching.one.at"), cell: (row) => <When at={row.at} /> },
          {
            key: "move",
            head: t("campaigns.watching.one.move"),
            main: true,
            cell: (row) => (
              <>
                <span className="text-sm text-muted">
                  {word(`campaigns.watching.one.machines.${row.machine.replace("campaign.", "")}`, "")}
                </span>{" "}
                {state(row.machine, row.from)} → {state(row.machine, row.to)}
              </>
            ),
          },
          {
            key: "by",
            head: t("campaigns.watching.one.by"),
            cell: (row) => (
              <span className="whitespace-nowrap">{word(`campaigns.watching.one.actors.${row.actorRole}`, row.actorRole)}</span>
            ),
          },
          { key: "reason", head: t("campaigns.watching.one.reason"), cell: (row) => row.reason ?? "" },
        ]}
      />
    </Card>
  );
}

const vocabulary: Record<string, string> = {
  "campaign.moderation": "moderation",
  "campaign.collection": "collection",
  "campaign.latePledge": "late",
  "campaign.fulfilment": "fulfilment",
};

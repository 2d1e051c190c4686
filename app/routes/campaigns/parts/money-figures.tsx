import { useTranslation } from "react-i18next";
import { heldFen, keptFen } from "#app/campaigns/campaign.ts";
import type { MoneyPage } from "#app/campaigns/paying-out/queries.server.ts";
import type { Lane, PledgeState } from "#app/campaigns/pledge.ts";
import { Card, KeyValue, Stat, Stats } from "#app/ui/card.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Table } from "#app/ui/table.tsx";
import type { PledgeRefundState } from "../../../../generated/prisma/enums.ts";

const percent = (part: bigint, of: bigint) => (of > 0n ? Number((part * 1000n) / of) / 10 : 0);

/** The five numbers that everything else is made of. */
export function MoneyStats({ campaign }: { campaign: MoneyPage["campaign"] }) {
  const { t } = useTranslation();
  const { pledgedFen, refundedFen, releasedFen, goalFen } = campaign;
  const receivedFen = keptFen(campaign);
  return (
    <Card>
      <Stats>
        <Stat
          label={t("campaigns.payouts.pledged")}
          value={<Money fen={pledgedFen} />}
          note={t("campaigns.payouts.ofGoal", { percent: percent(pledgedFen, goalFen) })}
        />
        <Stat
          label={t("campaigns.payouts.received")}
          value={<Money fen={receivedFen} />}
          note={t("campaigns.payouts.ofGoal", { percent: percent(receivedFen, goalFen) })}
        />
        <Stat label={t("campaigns.payouts.refunded")} value={<Money fen={refundedFen} />} />
        <Stat label={t("campaigns.payouts.released")} value={<Money fen={releasedFen} />} />
        <Stat label={t("campaigns.payouts.held")} value={<Money fen={heldFen(campaign)} />} />
      </Stats>
    </Card>
  );
}

export function ResultCard({ result }: { result: NonNullable<MoneyPage["result"]> }) {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.payouts.result.title")}>
      <p className="font-medium">{t(`campaigns.payouts.result.${result.outcome}`)}</p>
      <KeyValue
        pairs={[
          { label: t("campaigns.payouts.result.at"), value: <When at={result.at} /> },
          { label: t("campaigns.payouts.result.backers"), value: <span className="digits">{result.backers}</span> },
          { label: t("campaigns.payouts.result.deciding"), value: <Money fen={result.decidingFen} /> },
          result.relatedBackers > 0 && {
            label: t("campaigns.payouts.result.related"),
            value: t("campaigns.payouts.result.relatedText", { n: result.relatedBackers, amountFen: result.relatedFen }),
          },
          { label: t("campaigns.payouts.result.rules"), value: result.rules },
        ]}
      />
    </Card>
  );
}

export function CollectionCard({ page: { campaign, states } }: { page: MoneyPage }) {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.payouts.collection.title")} flush>
      <div className="grid gap-3">
        <div className="px-5">
          <KeyValue
            pairs={[
              {
                label: t("campaigns.payouts.collection.state"),
                value: t(`campaigns.collection.${campaign.collection}`),
              },
              campaign.windowEndsAt !== null &&
                (campaign.collection === "CHARGING" || campaign.collection === "RETRY_WINDOW") && {
                  label: t("campaigns.payouts.collection.window"),
                  value: <Deadline at={campaign.windowEndsAt} />,
                },
            ]}
          />
        </div>
        <Table
          rows={states}
          rowKey={(row) => `${row.state} ${row.lane}`}
          caption={t("campaigns.payouts.collection.caption")}
          empty={t("campaigns.payouts.collection.none")}
          compact
          columns={[
            {
              key: "state",
              head: t("campaigns.payouts.collection.state"),
              main: true,
              cell: (row) => (
                <>
                  {t(`campaigns.pledge.${row.state as PledgeState}`)}
                  <span className="block text-xs font-normal text-muted">{t(`campaigns.lane.${row.lane as Lane}`)}</span>
                </>
              ),
            },
            { key: "n", head: t("campaigns.payouts.collection.n"), end: true, cell: (row) => row.n },
            { key: "fen", head: t("campaigns.payouts.collection.fen"), end: true, cell: (row) => <Money fen={row.fen} /> },
          ]}
        />
      </div>
    </Card>
  );
}

export function RefundsCard({ refunds }: { refunds: MoneyPage["refunds"] }) {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.payouts.refund.title")} flush>
      <Table
        rows={refunds}
        rowKey={(row) => row.state}
        caption={t("campaigns.payouts.refund.caption")}
        empty={t("campaigns.payouts.refund.none")}
        compact
        columns={[
          {
            key: "state",
            head: t("campaigns.payouts.refund.state"),
            main: true,
            cell: (row) => t(`campaigns.collecting.refund.state.${row.state as PledgeRefundState}`),
          },
          { key: "n", head: t("campaigns.payouts.refund.n"), end: true, cell: (row) => row.n },
          { key: "fen", head: t("campaigns.payouts.refund.fen"), end: true, cell: (row) => <Money fen={row.fen} /> },
        ]}
      />
    </Card>
  );
}

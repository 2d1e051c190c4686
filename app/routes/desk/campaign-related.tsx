import { useTranslation } from "react-i18next";
import { mayJudge } from "#app/campaigns/pledging/relation.ts";
import type { DeskCampaign } from "#app/campaigns/watching/desk-campaign.server.ts";
import { Card, Empty, KeyValue } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { ReasonDialog } from "#app/ui/reason-dialog.tsx";
import { percent } from "../campaigns/parts/figures.tsx";

type Row = DeskCampaign["own"][number];

/** Pledges of the creator's own side: how each was found, what its backer answers, and what operators decide. */
export function Related({ data: { campaign, own, related, relatedFen, refusedCards } }: { data: DeskCampaign }) {
  const { t } = useTranslation();
  return (
    <Card id="related" title={t("campaigns.watching.one.related")}>
      <KeyValue
        pairs={[
          {
            label: t("campaigns.watching.one.related"),
            value: t("campaigns.watching.one.relatedText", { count: related, percent: percent(relatedFen, campaign.goalFen) }),
          },
          { label: t("campaigns.watching.one.refusedCards"), value: refusedCards },
        ]}
      />
      {own.length === 0 && <Empty title={t("campaigns.watching.one.relatedNone")} />}
      <PledgeList rows={own} campaign={campaign} judges={() => true} />
    </Card>
  );
}

/** The largest pledges: a few people can make a campaign look wanted. What stands in the list of related ones is judged there. */
export function Largest({ data: { campaign, largest, own } }: { data: DeskCampaign }) {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.watching.one.largest")}>
      {largest.length === 0 && <Empty title={t("campaigns.watching.one.largestNone")} />}
      <PledgeList rows={largest} campaign={campaign} judges={(pledge) => !own.some(({ id }) => id === pledge.id)} />
    </Card>
  );
}

type Listed = { rows: readonly Row[]; campaign: DeskCampaign["campaign"]; judges: (pledge: Row) => boolean };
function PledgeList({ rows, campaign, judges }: Listed) {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  return (
    <ul className="divide-y divide-line">
      {rows.map((pledge) => (
        <li key={pledge.id} className="grid gap-1 py-2">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <span className="flex flex-wrap items-center gap-2">
              {pledge.name}
              {(pledge.related || pledge.relation) && (
                <Chip tone={pledge.related ? "warn" : "neutral"}>{t(`campaigns.watching.relation.${pledge.relation ?? "DECLARED"}`)}</Chip>
              )}
              {pledge.since && (
                <span className="text-sm text-muted">
                  {t("campaigns.watching.one.since")} <When at={pledge.since} day />
                </span>
              )}
            </span>
            <span className="flex flex-wrap items-center gap-2">
              {mayJudge(campaign.lifecycle) && judges(pledge) && <Judge pledge={pledge} />}
              <span className="digits">
                <Money fen={pledge.amountFen} />{" "}
                <span className="text-sm text-muted">{percent(pledge.amountFen, campaign.pledgedFen)}</span>
              </span>
            </span>
          </div>
          {pledge.relatedSays && <p className="text-sm">{t("campaigns.watching.relation.says", { text: pledge.relatedSays })}</p>}
        </li>
      ))}
    </ul>
  );
}

function Judge({ pledge }: { pledge: Row }) {
  const { t } = useTranslation();
  const verb = t(pledge.related ? "campaigns.watching.relation.clear" : "campaigns.watching.relation.mark");
  return (
    <ReasonDialog
      intent={`judge:${pledge.id}`}
      trigger={verb}
      intro={t("campaigns.watching.relation.intro")}
      label={t("campaigns.watching.moderation.reason")}
      least={4}
      most={500}
      variant="primary"
      quiet="ghost"
      size="sm"
      hidden={{ pledgeId: pledge.id, related: pledge.related ? "no" : "yes" }}
    />
  );
}

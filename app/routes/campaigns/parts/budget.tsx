import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { heldFen, keptFen } from "#app/campaigns/campaign.ts";
import type { ShownCampaign } from "#app/campaigns/showing/campaign-page.server.ts";
import type { LineUse } from "#app/campaigns/showing/money-use.server.ts";
import { Card, Stat, Stats } from "#app/ui/card.tsx";
import { Money } from "#app/ui/money.tsx";
import { useStageShares } from "./money-stages.tsx";
import { headlineFen } from "./words.tsx";

/** What the goal is for; and once money has come in, where it is and which work was paid with it. */
export function Budget({ campaign, uses }: { campaign: ShownCampaign; uses: Map<string, LineUse> | null }) {
  const { t } = useTranslation();
  const shares = useStageShares();
  if (campaign.budget.length === 0) return null;
  const total = campaign.budget.reduce((sum, line) => sum + line.amountFen, 0n);
  return (
    <Card id="budget" title={t("campaigns.showing.budget.title")} className="scroll-mt-20">
      <div className="grid gap-1 text-sm text-muted">
        <p>{t("campaigns.showing.budget.hint")}</p>
        <p>{t("campaigns.showing.budget.stages", { shares: shares(campaign) })}</p>
        {campaign.inStock && <p>{t("campaigns.showing.budget.inStock")}</p>}
      </div>
      {campaign.lifecycle === "SUCCESSFUL" && (
        <Stats>
          <Stat label={t("campaigns.showing.received")} value={headlineFen(keptFen(campaign))} />
          <Stat label={t("campaigns.showing.budget.released")} value={headlineFen(campaign.releasedFen)} />
          <Stat label={t("campaigns.showing.budget.refunded")} value={headlineFen(campaign.refundedFen)} />
          <Stat label={t("campaigns.showing.budget.held")} value={headlineFen(heldFen(campaign))} />
        </Stats>
      )}
      <ul className="grid gap-4">
        {campaign.budget.map((line) => (
          <li key={line.id} className="grid gap-1">
            <p className="flex items-baseline justify-between gap-4">
              <span className="font-medium">{line.title}</span>
              <Money fen={line.amountFen} />
            </p>
            <div className="h-1.5 overflow-hidden rounded-full bg-sunken" aria-hidden>
              <div className="h-full bg-loess-500" style={{ width: `${total > 0n ? Number((line.amountFen * 100n) / total) : 0}%` }} />
            </div>
            {line.note && <p className="text-sm text-muted">{line.note}</p>}
            <Uses uses={uses?.get(line.id) ?? []} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Uses({ uses }: { uses: LineUse }) {
  const { t } = useTranslation();
  if (uses.length === 0) return null;
  return (
    <ul className="mt-1 grid gap-1.5 border-l-2 border-line pl-3 text-sm">
      {uses.map((use) => (
        <li key={use.key} className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="min-w-0">
            {use.task ? (
              <Link to={`/tasks/${use.task.id}`} className="link">
                {use.task.title}
              </Link>
            ) : (
              t("campaigns.showing.budget.invitedTask")
            )}
            {use.provider && <span className="text-muted"> · {use.provider}</span>}
            {use.milestones > 0 && (
              <span className="text-muted">
                {" · "}
                {t("campaigns.showing.budget.accepted", { count: use.accepted, all: use.milestones })}
              </span>
            )}
          </span>
          <span className="text-muted">
            {t("campaigns.showing.budget.put")} <Money fen={use.allocatedFen} className="text-ink" />
            {use.paidFen > 0n && (
              <>
                {" · "}
                {t("campaigns.showing.budget.paid")} <Money fen={use.paidFen} className="text-ink" />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

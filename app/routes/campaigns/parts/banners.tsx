import { useTranslation } from "react-i18next";
import { fundedBps } from "#app/campaigns/campaign.ts";
import { standsStill, stoppedUntil } from "#app/campaigns/settling/standstill.ts";
import type { PublicState } from "#app/campaigns/showing/announce.server.ts";
import type { CampaignPageData } from "#app/campaigns/showing/campaign-page.server.ts";
import { Deadline } from "#app/ui/deadline.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { headlineFen } from "./words.tsx";

/** What a visitor must know before anything else: that it is over, stands still, or what is being decided. */
export function Banners({ data: { campaign, role }, state }: { data: CampaignPageData; state: PublicState }) {
  const { t } = useTranslation();
  const reason = campaign.endReason;
  const collectedFen = campaign.collectedFen ?? 0n;
  const late = campaign.fulfilment === "OVERDUE" || campaign.fulfilment === "DEFAULTED";
  return (
    <>
      {!isOut(state.lifecycle) && (
        <Notice title={t(`campaigns.lifecycle.${state.lifecycle}`)}>{t(`campaigns.showing.banner.notPublic`)}</Notice>
      )}
      {state.moderation === "PURGED" && role === "operator" && <Notice tone="danger">{t("campaigns.showing.banner.purged")}</Notice>}
      {(state.moderation === "FROZEN" || state.moderation === "SUSPENDED") && (
        <Notice tone="danger" title={t(`campaigns.moderation.${state.moderation}`)}>
          {t(`campaigns.showing.banner.${state.moderation}`)}
          {campaign.moderationReason && <p>{campaign.moderationReason}</p>}
        </Notice>
      )}
      {state.lifecycle === "SETTLING" && (
        <Notice tone="warn">
          {standsStill.includes(state.moderation) && campaign.deadlineAt ? (
            <>
              {t("campaigns.showing.banner.stopped")} <Deadline at={stoppedUntil(campaign.deadlineAt)} />
            </>
          ) : (
            t("campaigns.showing.banner.settling")
          )}
        </Notice>
      )}
      {state.lifecycle === "SUCCESSFUL" && (
        <Notice tone="ok" title={t("campaigns.showing.banner.funded", { count: state.backers })}>
          {campaign.collection === "CHARGING" || campaign.collection === "RETRY_WINDOW" ? t("campaigns.showing.banner.collecting") : null}
          {campaign.collection === "DECISION_NEEDED" && campaign.decisionBy && (
            <>
              {t("campaigns.showing.banner.decision", { percent: collectedPercent(campaign) })} <Deadline at={campaign.decisionBy} />
            </>
          )}
          {campaign.collection === "CLOSED" && collectedFen < campaign.goalFen && (
            <>
              {t("campaigns.showing.banner.shortfall", { missing: headlineFen(campaign.goalFen - collectedFen) })}
              {campaign.decisionText && <p className="mt-1 whitespace-pre-line">{campaign.decisionText}</p>}
            </>
          )}
          {campaign.latePledge === "OPEN" && <p>{t("campaigns.showing.banner.late")}</p>}
        </Notice>
      )}
      {late && state.lifecycle === "SUCCESSFUL" && (
        <Notice tone="danger" title={t(`campaigns.fulfilment.${campaign.fulfilment}`)}>
          {t(`campaigns.showing.banner.${campaign.fulfilment === "OVERDUE" ? "overdue" : "defaulted"}`)}
        </Notice>
      )}
      {campaign.newDateMissed && state.lifecycle === "SUCCESSFUL" && (
        <Notice tone="warn">{t("campaigns.showing.banner.newDateMissed")}</Notice>
      )}
      {campaign.cadence >= 2 && state.lifecycle === "SUCCESSFUL" && <Notice tone="warn">{t("campaigns.fulfilling.silent")}</Notice>}
      {state.lifecycle === "FAILED" && (
        <Notice tone="neutral" title={t("campaigns.showing.banner.failed")}>
          {t("campaigns.showing.banner.failedText")}
        </Notice>
      )}
      {state.lifecycle === "CANCELLED" && (
        <Notice tone="neutral" title={t("campaigns.showing.banner.cancelled")}>
          {reason && <p className="whitespace-pre-line">{reason === "standstill" ? t("campaigns.showing.banner.standstill") : reason}</p>}
          {t("campaigns.showing.banner.cancelledText")}
        </Notice>
      )}
      {campaign.extendedAt && state.lifecycle === "LIVE" && <Notice>{t("campaigns.showing.banner.extended")}</Notice>}
    </>
  );
}

const out = ["PRELAUNCH", "LIVE", "SETTLING", "SUCCESSFUL", "FAILED", "CANCELLED"];
const isOut = (lifecycle: string) => out.includes(lifecycle);
/** Of the figure that the decision is about, which later refunds and late pledges do not move. */
const collectedPercent = ({ collectedFen, goalFen }: { collectedFen: bigint | null; goalFen: bigint }) =>
  Math.floor(fundedBps({ pledgedFen: collectedFen ?? 0n, goalFen }) / 100);

import { useTranslation } from "react-i18next";
import { isStopped, stoppedUntil } from "#app/campaigns/settling/standstill.ts";
import type { ModerationVerb } from "#app/campaigns/watching/case.ts";
import type { DeskCampaign } from "#app/campaigns/watching/desk-campaign.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { ReasonDialog } from "#app/ui/reason-dialog.tsx";

const variants = { flag: "secondary", freeze: "danger", suspend: "danger", purge: "danger", clear: "primary" } as const;

/** What an operator may do with a campaign now, each with its consequences and a reason. */
export function Moderation({
  campaign,
  moves,
  mayCancel,
}: {
  campaign: DeskCampaign["campaign"];
  moves: ModerationVerb[];
  mayCancel: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.watching.moderation.title")}>
      <p>
        {t(`campaigns.moderation.${campaign.moderation}`)}{" "}
        {campaign.moderatedAt && (
          <span className="text-sm text-muted">
            {t("campaigns.watching.moderation.since")} <When at={campaign.moderatedAt} />
          </span>
        )}
      </p>
      {campaign.moderationReason && <p className="text-sm whitespace-pre-line text-muted">{campaign.moderationReason}</p>}
      {isStopped(campaign) && campaign.deadlineAt && (
        <p className="text-warn-700">
          {t("campaigns.watching.moderation.stopped")} <Deadline at={stoppedUntil(campaign.deadlineAt)} />
        </p>
      )}
      {moves.length === 0 && <p className="text-sm text-muted">{t("campaigns.watching.moderation.none")}</p>}
      <div className="flex flex-wrap items-start gap-2">
        {moves.map((verb) => (
          <ReasonDialog
            key={verb}
            intent={verb}
            trigger={t(`campaigns.watching.moderation.verb.${verb}`)}
            intro={t(`campaigns.watching.moderation.text.${verb}`)}
            label={t("campaigns.watching.moderation.reason")}
            hint={t("campaigns.watching.moderation.reasonHint")}
            least={4}
            most={500}
            variant={variants[verb]}
            size="sm"
            hidden={{ verb }}
            note={<p className="text-sm text-muted">{t("campaigns.watching.moderation.refunds")}</p>}
          />
        ))}
        {mayCancel && (
          <ReasonDialog
            intent="cancel"
            trigger={t("campaigns.watching.moderation.cancel")}
            intro={t("campaigns.watching.moderation.cancelText")}
            label={t("campaigns.watching.moderation.reason")}
            hint={t("campaigns.watching.moderation.cancelHint")}
            least={4}
            most={500}
            variant="danger"
            size="sm"
          />
        )}
      </div>
    </Card>
  );
}

import { useTranslation } from "react-i18next";
import type { ModerationVerb } from "#app/campaigns/watching/case.ts";
import type { DeskCampaign } from "#app/campaigns/watching/desk-campaign.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";

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
      {moves.length === 0 && <p className="text-sm text-muted">{t("campaigns.watching.moderation.none")}</p>}
      <div className="flex flex-wrap items-start gap-2">
        {moves.map((verb) => (
          <Dialog
            key={verb}
            trigger={t(`campaigns.watching.moderation.verb.${verb}`)}
            title={t(`campaigns.watching.moderation.verb.${verb}`)}
            intro={t(`campaigns.watching.moderation.text.${verb}`)}
            variant={variants[verb]}
            intent={verb}
            size="sm"
          >
            <PostForm intent={verb}>
              <input type="hidden" name="verb" value={verb} />
              <TextField
                name="reason"
                label={t("campaigns.watching.moderation.reason")}
                hint={t("campaigns.watching.moderation.reasonHint")}
                rows={3}
                required
                minLength={4}
                maxLength={500}
              />
              <p className="text-sm text-muted">{t("campaigns.watching.moderation.refunds")}</p>
              <div>
                <Button variant={variants[verb]}>{t(`campaigns.watching.moderation.verb.${verb}`)}</Button>
              </div>
            </PostForm>
          </Dialog>
        ))}
        {mayCancel && (
          <Dialog
            trigger={t("campaigns.watching.moderation.cancel")}
            title={t("campaigns.watching.moderation.cancel")}
            intro={t("campaigns.watching.moderation.cancelText")}
            variant="danger"
            intent="cancel"
            size="sm"
          >
            <PostForm intent="cancel">
              <TextField
                name="reason"
                label={t("campaigns.watching.moderation.reason")}
                hint={t("campaigns.watching.moderation.cancelHint")}
                rows={3}
                required
                minLength={4}
                maxLength={500}
              />
              <div>
                <Button variant="danger">{t("campaigns.watching.moderation.cancel")}</Button>
              </div>
            </PostForm>
          </Dialog>
        )}
      </div>
    </Card>
  );
}

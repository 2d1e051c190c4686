import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Managed } from "#app/campaigns/editing/manage.server.ts";
import type { SecretFigures } from "#app/campaigns/showing/secret-group.server.ts";
import { MOST_MAILS } from "#app/campaigns/showing/secret-group.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { CheckField } from "#app/ui/choice.tsx";
import { CopyButton } from "#app/ui/copy.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";

type Reward = Pick<Managed["rewards"][number], "id" | "title" | "secretKey" | "claimed">;
type Props = { campaignId: string; opens: boolean; rewards: readonly Reward[]; figures: readonly SecretFigures[]; origin: string };

/** How secret rewards are reached, by link and by group, with what came of each way. */
export function SecretLinks({ campaignId, opens, rewards, figures, origin }: Props) {
  const { t } = useTranslation();
  if (figures.length === 0) return null;
  return (
    <Card title={t("campaigns.reviewing.home.secretTitle")}>
      <p className="text-muted">{t("campaigns.reviewing.home.secretIntro")}</p>
      <ul className="grid gap-4">
        {figures.map((of) => {
          const reward = rewards.find(({ id }) => id === of.id);
          const url = `${origin}/campaigns/${campaignId}?secret=${reward?.secretKey}`;
          return (
            <li key={of.id} className="grid gap-2 border-t border-line pt-3">
              <span className="flex flex-wrap items-center justify-between gap-3">
                <span className="font-medium">{reward?.title}</span>
                <span className="flex flex-wrap gap-2">
                  <CopyButton text={url} />
                  {opens && <OpenTo of={of} />}
                </span>
              </span>
              <code className="text-sm break-all text-muted">{url}</code>
              <Way label={t("campaigns.reviewing.home.secretByLink")} views={of.linkViews} pledges={of.linkPledges} />
              <Way label={<Groups of={of} />} views={of.groupViews} pledges={of.groupPledges} />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function Groups({ of: { followers, backers, mails } }: { of: SecretFigures }) {
  const { t } = useTranslation();
  const groups = [
    followers && t("campaigns.reviewing.home.secretFollowers"),
    backers && t("campaigns.reviewing.home.secretBackers"),
    mails > 0 && t("campaigns.reviewing.home.secretMails", { count: mails }),
  ].filter(Boolean);
  return groups.length > 0 ? groups.join(" · ") : t("campaigns.reviewing.home.secretNobody");
}

function Way({ label, views, pledges }: { label: ReactNode; views: number; pledges: number }) {
  const { t } = useTranslation();
  const share = views > 0 ? `${Math.min(100, Math.round((pledges * 100) / views))}%` : "–";
  return (
    <p className="flex flex-wrap justify-between gap-x-4 text-sm">
      <span>{label}</span>
      <span className="digits text-muted">{t("campaigns.reviewing.home.secretConversion", { views, pledges, share })}</span>
    </p>
  );
}

function OpenTo({ of }: { of: SecretFigures }) {
  const { t } = useTranslation();
  const intent = `secret:${of.id}`;
  const title = t("campaigns.reviewing.home.secretOpen");
  return (
    <Dialog intent={intent} size="sm" trigger={title} title={title} intro={t("campaigns.reviewing.home.secretOpenText")}>
      <PostForm intent={intent}>
        <input type="hidden" name="rewardId" value={of.id} />
        <CheckField name="followers" label={t("campaigns.reviewing.home.secretFollowers")} defaultChecked={of.followers} />
        <CheckField name="backers" label={t("campaigns.reviewing.home.secretBackers")} defaultChecked={of.backers} />
        <TextField
          name="mails"
          label={t("campaigns.reviewing.home.secretAddMails")}
          hint={t("campaigns.reviewing.home.secretMailsHint", { max: MOST_MAILS })}
          rows={4}
        />
        {of.mails > 0 && <CheckField name="forget" label={t("campaigns.reviewing.home.secretForget", { count: of.mails })} />}
        <div>
          <Button variant="primary">{t("campaigns.reviewing.home.secretSave")}</Button>
        </div>
      </PostForm>
    </Dialog>
  );
}

import { useTranslation } from "react-i18next";
import type { Lifecycle } from "#app/campaigns/campaign.ts";
import type { Managed, movesOf } from "#app/campaigns/editing/manage.server.ts";
import { Card } from "#app/ui/card.tsx";
import { CopyButton } from "#app/ui/copy.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Table } from "#app/ui/table.tsx";

type Reward = Pick<Managed["rewards"][number], "id" | "title" | "secretKey" | "secretViews" | "claimed">;

/** The links by which secret rewards are reached, with what came of them. */
export function SecretLinks({ campaignId, rewards, origin }: { campaignId: string; rewards: readonly Reward[]; origin: string }) {
  const { t } = useTranslation();
  const secret = rewards.filter((reward) => reward.secretKey);
  if (secret.length === 0) return null;
  return (
    <Card title={t("campaigns.reviewing.home.secretTitle")}>
      <p className="text-muted">{t("campaigns.reviewing.home.secretIntro")}</p>
      <ul className="grid gap-2">
        {secret.map((reward) => {
          const url = `${origin}/campaigns/${campaignId}?secret=${reward.secretKey}`;
          return (
            <li key={reward.id} className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-2">
              <span className="grid min-w-0">
                <span className="font-medium">{reward.title}</span>
                <code className="text-sm break-all text-muted">{url}</code>
                <span className="text-sm text-muted">
                  {t("campaigns.reviewing.home.secretViews", { views: reward.secretViews, claimed: reward.claimed })}
                </span>
              </span>
              <CopyButton text={url} />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

export function Moves({ moves }: { moves: readonly Awaited<ReturnType<typeof movesOf>>[number][] }) {
  const { t, i18n } = useTranslation();
  const state = (name: string | null) => (name ? t(`campaigns.lifecycle.${name as Lifecycle}`) : "–");
  const actor = (role: string) =>
    i18n.exists(`campaigns.reviewing.home.actor.${role}`) ? t(`campaigns.reviewing.home.actor.${role as "creator"}`) : role;
  return (
    <Card title={t("campaigns.editing.manage.history")} flush>
      <Table
        rows={moves}
        rowKey={(row) => row.hash}
        caption={t("campaigns.editing.manage.history")}
        columns={[
          { key: "at", head: t("campaigns.reviewing.home.at"), cell: (row) => <When at={row.at} /> },
          {
            key: "move",
            head: t("campaigns.reviewing.home.lifecycleMove"),
            main: true,
            cell: (row) => `${state(row.from)} → ${state(row.to)}`,
          },
          { key: "by", head: t("campaigns.reviewing.home.by"), cell: (row) => actor(row.actorRole) },
          { key: "reason", head: t("campaigns.reviewing.home.reason"), cell: (row) => row.reason ?? "" },
        ]}
      />
    </Card>
  );
}

import { useTranslation } from "react-i18next";
import { type Lifecycle, lifecycleFlow } from "#app/campaigns/campaign.ts";
import type { Managed, movesOf } from "#app/campaigns/editing/manage.server.ts";
import { allows } from "#app/flow.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { NextMove, When } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Table } from "#app/ui/table.tsx";

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

/** The one thing to do now, and until when. */
export function Next({ campaign }: { campaign: Managed }) {
  const { t } = useTranslation();
  const { lifecycle } = campaign;
  const base = `/campaigns/${campaign.id}`;
  const review = campaign.reviews[0];
  const undecided = campaign.collection === "DECISION_NEEDED" ? campaign.decisionBy : null;
  const at =
    undecided ??
    (lifecycle === "LIVE" ? campaign.deadlineAt : (campaign.launchAt ?? (lifecycle === "APPROVED" ? campaign.approvalEndsAt : null)));
  const waits =
    lifecycle === "IN_REVIEW"
      ? "platform"
      : lifecycle === "SETTLING" || lifecycle === "FAILED" || lifecycle === "CANCELLED"
        ? "none"
        : "me";
  return (
    <NextMove
      who={waits}
      title={
        undecided
          ? t("campaigns.editing.manage.nextDecide")
          : t(`campaigns.editing.manage.nextText.${lifecycle}`, { at: review?.dueAt.toISOString() ?? "" })
      }
      at={at}
    >
      {undecided && (
        <ButtonLink to={`${base}/manage/decision`} variant="primary">
          {t("campaigns.editing.manage.go.decide")}
        </ButtonLink>
      )}
      {campaign.mayBegin && allows(lifecycleFlow, "saveDraft", lifecycle) && (
        <ButtonLink to={`${base}/edit`} variant="primary">
          {t("campaigns.editing.manage.go.edit")}
        </ButtonLink>
      )}
      {campaign.mayBegin && allows(lifecycleFlow, "launchCampaign", lifecycle) && (
        <ButtonLink to={`${base}/manage/launch`} variant="primary">
          {t("campaigns.editing.manage.go.launch")}
        </ButtonLink>
      )}
      {(lifecycle === "LIVE" || lifecycle === "SUCCESSFUL") && (
        <>
          <ButtonLink to={`${base}/manage/updates/new`} variant={undecided ? "secondary" : "primary"}>
            {t("campaigns.editing.manage.go.update")}
          </ButtonLink>
          <ButtonLink to={`${base}/manage/changes`}>{t("campaigns.editing.manage.go.changes")}</ButtonLink>
        </>
      )}
      {allows(lifecycleFlow, "withdrawCampaign", lifecycle) && (
        <Dialog
          trigger={t("campaigns.editing.manage.withdraw")}
          title={t("campaigns.editing.manage.withdraw")}
          intro={t("campaigns.editing.manage.withdrawIntro")}
        >
          <PostForm>
            <div>
              <Button variant="danger">{t("campaigns.editing.manage.withdraw")}</Button>
            </div>
          </PostForm>
        </Dialog>
      )}
    </NextMove>
  );
}

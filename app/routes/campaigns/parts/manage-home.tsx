import { useTranslation } from "react-i18next";
import type { Lifecycle } from "#app/campaigns/campaign.ts";
import type { movesOf } from "#app/campaigns/editing/manage.server.ts";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
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

import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { holdStage } from "#app/campaigns/paying-out/hold-stage.server.ts";
import { deskMoney } from "#app/campaigns/paying-out/queries.server.ts";
import { releaseStage } from "#app/campaigns/paying-out/release-stage.server.ts";
import { returnUnreleased } from "#app/campaigns/refunding/return-unreleased.server.ts";
import { id, line } from "#app/form.ts";
import { submit } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Card, Empty } from "#app/ui/card.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { titled } from "#app/ui/title.ts";
import { Done } from "../people/done.tsx";
import { StageLine, ToCampaign } from "./campaign-stage-line.tsx";

const Decide = z.object({ payoutId: id, reason: line(300, 2), act: z.enum(["hold", "unhold", "release", "giveBack"]), campaignId: id });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  return deskMoney();
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const done = await submit(request, Decide, async ({ payoutId, campaignId, reason, act }) => {
    await limit("operate", viewer);
    if (act === "giveBack") await returnUnreleased(viewer, campaignId, reason);
    else if (act === "release") await releaseStage(viewer, payoutId, reason);
    else await holdStage(viewer, payoutId, act === "hold", reason);
  });
  return done.ok ? redirect("/desk/campaigns/money?done=done", 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled((t) => t("campaigns.payouts.desk.money"));

export default function DeskMoney() {
  const { settling, stages } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page title={t("campaigns.payouts.desk.money")}>
      <Done says={{ done: t("campaigns.payouts.desk.done") }} />
      <Card title={t("campaigns.payouts.desk.settling")} flush>
        <Table
          rows={settling}
          rowKey={(row) => row.id}
          caption={t("campaigns.payouts.desk.settling")}
          empty={t("campaigns.payouts.desk.noSettling")}
          columns={[
            { key: "campaign", head: t("campaigns.payouts.desk.campaign"), main: true, cell: (row) => <ToCampaign campaign={row} /> },
            {
              key: "state",
              head: t("campaigns.payouts.desk.state"),
              cell: (row) =>
                row.lifecycle === "SETTLING" ? t("campaigns.lifecycle.SETTLING") : t(`campaigns.collection.${row.collection}`),
            },
            {
              key: "progress",
              head: t("campaigns.payouts.desk.progress"),
              cell: (row) =>
                (["waiting", "failing", "collected", "dropped"] as const)
                  .filter((key) => row[key] > 0)
                  .map((key) => t(`campaigns.payouts.desk.${key}`, { n: row[key] }))
                  .join(" · "),
            },
            {
              key: "until",
              head: t("campaigns.payouts.desk.until"),
              cell: (row) => {
                const at = row.decisionBy ?? row.windowEndsAt ?? row.deadlineAt;
                return at && <Deadline at={at} />;
              },
            },
            { key: "fen", head: t("campaigns.payouts.received"), end: true, cell: (row) => <Money fen={row.receivedFen} /> },
          ]}
        />
      </Card>
      <Card title={t("campaigns.payouts.desk.stages")}>
        {stages.length === 0 && <Empty title={t("campaigns.payouts.desk.noStages")} />}
        <ul className="grid gap-4">
          {stages.map((stage) => (
            <StageLine key={stage.id} stage={stage} />
          ))}
        </ul>
      </Card>
    </Page>
  );
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import type { defectKinds } from "#app/campaigns/fulfilling/defects/defect.ts";
import { deskDefects } from "#app/campaigns/fulfilling/defects/queries.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { appNow } from "#app/transact.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { DefectChip } from "../campaigns/parts/defect.tsx";
import { CampaignTabs } from "./campaign-tabs.tsx";

const Query = z.object({ show: z.enum(["open", "decided"]).catch("open"), before: z.uuid().nullable().catch(null) });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const search = new URL(request.url).searchParams;
  const { show, before } = Query.parse({ show: search.get("show"), before: search.get("before") });
  return { ...(await deskDefects(show, before)), show, before, now: await appNow() };
}
export const meta = titled((t) => t("campaigns.fulfilling.desk.title"));

export default function DeskDefects() {
  const { defects, next, show, before, now } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page title={t("campaigns.fulfilling.desk.title")}>
      <CampaignTabs />
      <Tabs
        label={t("campaigns.fulfilling.desk.title")}
        tabs={[
          { to: "?show=open", label: t("campaigns.fulfilling.desk.waiting"), current: show === "open" },
          { to: "?show=decided", label: t("campaigns.fulfilling.desk.decided"), current: show === "decided" },
        ]}
      />
      <Card flush>
        <Table
          rows={defects}
          rowKey={(row) => row.id}
          caption={t("campaigns.fulfilling.desk.title")}
          empty={t("campaigns.fulfilling.desk.none")}
          columns={[
            {
              key: "case",
              head: t("campaigns.fulfilling.desk.case"),
              main: true,
              cell: (row) => (
                <Link to={`/desk/campaigns/defects/${row.id}`} className="font-medium text-river-700 hover:underline">
                  {t(`campaigns.fulfilling.defects.kinds.${row.kind as (typeof defectKinds)[number]}`)}
                </Link>
              ),
            },
            { key: "campaign", head: t("campaigns.fulfilling.desk.campaign"), cell: (row) => row.title },
            { key: "at", head: t("campaigns.fulfilling.desk.at"), cell: (row) => <When at={row.at} /> },
            {
              key: "by",
              head: t("campaigns.fulfilling.defects.decideBy"),
              cell: (row) =>
                row.decideBy && (
                  <>
                    <Deadline at={row.decideBy} />{" "}
                    {row.decideBy <= now && <Chip tone="danger">{t("campaigns.fulfilling.desk.overdue")}</Chip>}
                  </>
                ),
            },
            { key: "state", head: t("campaigns.fulfilling.backers.state"), cell: (row) => <DefectChip state={row.state} /> },
            {
              key: "paid",
              head: t("campaigns.fulfilling.desk.paid"),
              end: true,
              cell: (row) => <Money fen={row.pledge.collectedFen - row.pledge.refundedFen} />,
            },
          ]}
        />
      </Card>
      <Pager previous={before ? `?show=${show}` : null} next={next ? `?show=${show}&before=${next}` : null} />
    </Page>
  );
}

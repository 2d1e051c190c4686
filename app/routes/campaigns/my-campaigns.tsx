import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { fundedBps, type Lifecycle } from "#app/campaigns/campaign.ts";
import { type MyCampaign, myCampaigns, myViews } from "#app/campaigns/editing/my-campaigns.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { LifecycleChip, ModerationChip } from "./parts/words.tsx";

export const meta = titled((t) => t("campaigns.editing.my.title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const params = new URL(request.url).searchParams;
  const view = z.enum(myViews).safeParse(params.get("view")).data ?? "all";
  const after = z.uuid().safeParse(params.get("after")).data ?? null;
  return { view, views: myViews, paged: after !== null, ...(await myCampaigns(viewer, view, after)) };
}

const steps = {
  DRAFT: "finish",
  IN_REVIEW: "wait",
  CHANGES_REQUESTED: "change",
  REJECTED: "appeal",
  APPROVED: "launch",
  PRELAUNCH: "launch",
  LIVE: "run",
  SETTLING: "settle",
  SUCCESSFUL: "deliver",
  FAILED: "see",
  CANCELLED: "see",
} as const satisfies Record<Lifecycle, string>;
const edits: readonly Lifecycle[] = ["DRAFT", "CHANGES_REQUESTED", "REJECTED"];
const pageOf = (campaign: MyCampaign) => `/campaigns/${campaign.id}/${edits.includes(campaign.lifecycle) ? "edit" : "manage"}`;

export default function MyCampaigns() {
  const { view, views, campaigns, next, paged } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const base = `/my/campaigns?view=${view}`;
  const begin = (
    <ButtonLink to="/campaigns/new" variant="primary">
      {t("campaigns.editing.newTitle")}
    </ButtonLink>
  );
  return (
    <Page title={t("campaigns.editing.my.title")} actions={begin}>
      <Tabs
        label={t("campaigns.editing.my.state")}
        tabs={views.map((v) => ({ to: `/my/campaigns?view=${v}`, label: t(`campaigns.editing.my.views.${v}`), current: v === view }))}
      />
      <Card flush>
        <Table
          rows={campaigns}
          rowKey={(campaign) => campaign.id}
          caption={t("campaigns.editing.my.title")}
          empty={
            <Empty title={t("campaigns.editing.my.empty")} action={begin}>
              {t("campaigns.editing.my.emptyHint")}
            </Empty>
          }
          columns={[
            {
              key: "title",
              head: t("campaigns.editing.my.campaign"),
              main: true,
              cell: (campaign) => (
                <span className="flex items-center gap-3">
                  {campaign.coverFileId && (
                    <img src={`/files/${campaign.coverFileId}?size=thumb`} alt="" className="h-10 w-15 shrink-0 rounded-sm object-cover" />
                  )}
                  <span className="grid">
                    <Link to={pageOf(campaign)} className="link">
                      {campaign.title || t("campaigns.editing.untitled")}
                    </Link>
                    <span className="text-sm font-normal text-muted">{campaign.creator.name}</span>
                  </span>
                </span>
              ),
            },
            {
              key: "state",
              head: t("campaigns.editing.my.state"),
              cell: (campaign) => (
                <span className="inline-flex flex-wrap gap-1.5">
                  <LifecycleChip lifecycle={campaign.lifecycle} />
                  <ModerationChip moderation={campaign.moderation} />
                </span>
              ),
            },
            {
              key: "pledged",
              head: t("campaigns.editing.my.pledged"),
              end: true,
              cell: (campaign) =>
                campaign.deadlineAt ? (
                  <span className="grid">
                    <Money fen={campaign.pledgedFen} />
                    <span className="text-sm text-muted">{Math.floor(fundedBps(campaign) / 100)}%</span>
                  </span>
                ) : (
                  "–"
                ),
            },
            {
              key: "next",
              head: t("campaigns.editing.my.next"),
              cell: (campaign) => (
                <span className="grid">
                  <Link to={pageOf(campaign)} className="link">
                    {t(`campaigns.editing.my.step.${steps[campaign.lifecycle]}`)}
                  </Link>
                  {campaign.lifecycle === "LIVE" && campaign.deadlineAt && <Deadline at={campaign.deadlineAt} />}
                  {campaign.launchAt && <Deadline at={campaign.launchAt} />}
                </span>
              ),
            },
          ]}
        />
      </Card>
      <Pager previous={paged ? base : null} next={next && `${base}&after=${next}`} />
    </Page>
  );
}

import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { keptFen, type Lifecycle } from "#app/campaigns/campaign.ts";
import { wilson } from "#app/campaigns/insight/dry-run.ts";
import { publishReport } from "#app/campaigns/insight/publish-report.server.ts";
import { reportOf } from "#app/campaigns/insight/report.server.ts";
import { orNotFound, submit } from "#app/http.server.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { translatorOf } from "#app/i18n/i18n.ts";
import { requireViewer, viewerOf } from "#app/people/auth.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Stat, Stats } from "#app/ui/card.tsx";
import { Chart } from "#app/ui/chart.tsx";
import { PrintButton } from "#app/ui/copy.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Table } from "#app/ui/table.tsx";
import { titled } from "#app/ui/title.ts";
import { CitiesTable, DaysTable, EndingsTable, FunnelTable, percent, RewardsTable } from "./parts/figures.tsx";

const SMALL = 30;
const parts = (share: number) => Math.round(share * 1000) / 10;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await viewerOf(request.headers);
  return orNotFound(await reportOf(viewer, params.campaignId ?? "", translatorOf(languageOf(request))));
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const form = z.strictObject({ shown: z.enum(["yes", "no"]) });
  const answer = await submit(request, form, ({ shown }) => publishReport(viewer, params.campaignId ?? "", shown === "yes"), viewer);
  return answer.ok ? redirect(`/campaigns/${params.campaignId}/report`, 303) : answer.reply;
}
export const meta = titled<typeof loader>((t, { campaign }) => t("campaigns.insight.report.of", { title: campaign.title }));

export default function Report() {
  const { t } = useTranslation();
  const { campaign, days, funnel, cities, rewards, endings, drawings, comparable, at, mine, mayPublish } = useLoaderData<typeof loader>();
  const bought = wilson(funnel.paid, funnel.rewards);
  const kept = wilson(funnel.kept, funnel.paid);
  const rates = (hits: number, of: number, { low, high }: { low: number; high: number }) => ({
    rate: parts(of > 0 ? hits / of : 0),
    low: parts(low),
    high: parts(high),
  });
  return (
    <Page
      width="text"
      title={t("campaigns.insight.report.of", { title: campaign.title })}
      intro={`${t("campaigns.insight.report.by", { name: campaign.creator.name })} · ${t("campaigns.insight.report.made", { at: at.toISOString() })}`}
      crumbs={[
        { label: t("campaigns.name"), to: "/campaigns" },
        { label: campaign.title, to: `/campaigns/${campaign.id}` },
        { label: t("campaigns.insight.report.title") },
      ]}
      actions={<PrintButton />}
    >
      {mine && (
        <Notice
          action={
            mayPublish && (
              <PostForm>
                <input type="hidden" name="shown" value={campaign.reportAt ? "no" : "yes"} />
                <Button size="sm">
                  {t(campaign.reportAt ? "campaigns.insight.report.unpublish" : "campaigns.insight.report.publish")}
                </Button>
              </PostForm>
            )
          }
        >
          {t(campaign.reportAt ? "campaigns.insight.report.published" : "campaigns.insight.report.private")}
        </Notice>
      )}
      <Card title={t("campaigns.insight.report.fundraising")}>
        <p>
          {t("campaigns.insight.report.fundraisingText", {
            goalFen: String(campaign.goalFen),
            pledgedFen: String(campaign.pledgedFen),
            percent: parts(Number(campaign.pledgedFen) / Math.max(1, Number(campaign.goalFen))),
            receivedFen: String(keptFen(campaign)),
            backers: campaign.backers,
          })}
        </p>
        <Stats>
          <Stat label={t("campaigns.insight.now.percent")} value={percent(campaign.pledgedFen, campaign.goalFen)} />
          <Stat
            label={t("campaigns.insight.report.average")}
            value={<Money fen={campaign.backers > 0 ? campaign.pledgedFen / BigInt(campaign.backers) : 0n} />}
          />
          <Stat label={t("campaigns.insight.report.outcome")} value={t(`campaigns.lifecycle.${campaign.lifecycle}`)} />
        </Stats>
        {drawings.days && (
          <Chart drawing={drawings.days} label={t("campaigns.insight.days.title")} numbers={t("campaigns.insight.numbers")}>
            <DaysTable days={days} />
          </Chart>
        )}
      </Card>
      <Card title={t("campaigns.insight.report.showcase")}>
        <p>{t("campaigns.insight.report.showcaseText", { views: funnel.views, visits: funnel.visits, followers: campaign.followers })}</p>
      </Card>
      <Card title={t("campaigns.insight.report.value")}>
        <p>{t("campaigns.insight.report.valueText")}</p>
        {drawings.rewards && (
          <Chart drawing={drawings.rewards} label={t("campaigns.insight.rewards.title")} numbers={t("campaigns.insight.numbers")}>
            <RewardsTable rewards={rewards} />
          </Chart>
        )}
      </Card>
      <Card title={t("campaigns.insight.report.acceptance")}>
        <p>{t("campaigns.insight.report.acceptanceText", rates(funnel.paid, funnel.rewards, bought))}</p>
        <p>{t("campaigns.insight.report.keep", rates(funnel.kept, funnel.paid, kept))}</p>
        {Math.min(funnel.rewards, funnel.paid) < SMALL && <Notice tone="warn">{t("campaigns.insight.report.few")}</Notice>}
        <Chart drawing={drawings.funnel} label={t("campaigns.insight.funnel.title")} numbers={t("campaigns.insight.numbers")}>
          <FunnelTable funnel={funnel} />
        </Chart>
        {cities.length > 0 && <h3 className="font-medium">{t("campaigns.insight.cities.title")}</h3>}
        {cities.length > 0 && <CitiesTable cities={cities} />}
        {endings.length > 0 && <h3 className="font-medium">{t("campaigns.insight.endings.title")}</h3>}
        {endings.length > 0 && <EndingsTable endings={endings} />}
      </Card>
      <Card flush title={t("campaigns.insight.report.comparable")}>
        <Table
          compact
          rows={comparable}
          rowKey={(row) => row.id}
          caption={t("campaigns.insight.report.comparable")}
          empty={t("campaigns.insight.report.comparableNone")}
          columns={[
            { key: "title", head: t("campaigns.insight.report.project"), main: true, cell: (row) => row.title },
            { key: "goal", head: t("campaigns.insight.report.goal"), end: true, cell: (row) => <Money fen={row.goalFen} /> },
            { key: "funded", head: t("campaigns.insight.now.percent"), end: true, cell: (row) => percent(row.pledgedFen, row.goalFen) },
            {
              key: "state",
              head: t("campaigns.insight.report.outcome"),
              className: "whitespace-nowrap",
              cell: (row) => t(`campaigns.lifecycle.${row.lifecycle as Lifecycle}`),
            },
          ]}
        />
      </Card>
      <p className="text-sm text-muted">{t("campaigns.insight.report.method")}</p>
    </Page>
  );
}

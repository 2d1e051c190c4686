import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { keptFen } from "#app/campaigns/campaign.ts";
import { insideOf, insight } from "#app/campaigns/insight/insight.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { translatorOf } from "#app/i18n/i18n.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Stat, Stats } from "#app/ui/card.tsx";
import { Chart } from "#app/ui/chart.tsx";
import { Money } from "#app/ui/money.tsx";
import { titled } from "#app/ui/title.ts";
import { CitiesTable, DaysTable, EndingsTable, FunnelTable, percent, ReferrersTable, RewardsTable } from "./parts/figures.tsx";
import { ManagePage } from "./parts/manage.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaign = orNotFound(await insideOf(viewer, params.campaignId ?? ""));
  return { campaign, ...(await insight(campaign, translatorOf(languageOf(request)))) };
}
export const meta = titled((t) => t("campaigns.insight.title"));

export default function Insight() {
  const { t } = useTranslation();
  const { campaign, days, funnel, referrers, cities, rewards, followers, endings, drawings } = useLoaderData<typeof loader>();
  const numbers = t("campaigns.insight.numbers");
  return (
    <ManagePage
      campaign={campaign}
      title={t("campaigns.insight.title")}
      intro={t("campaigns.insight.intro")}
      actions={
        <ButtonLink size="sm" to={`/campaigns/${campaign.id}/report`}>
          {t("campaigns.insight.report.open")}
        </ButtonLink>
      }
    >
      <Card>
        <Stats>
          <Stat
            label={t("campaigns.insight.now.pledged")}
            value={<Money fen={campaign.pledgedFen} />}
            note={percent(campaign.pledgedFen, campaign.goalFen)}
          />
          <Stat label={t("campaigns.insight.now.received")} value={<Money fen={keptFen(campaign)} />} />
          <Stat label={t("campaigns.insight.now.backers")} value={campaign.backers} />
          <Stat label={t("campaigns.insight.now.followers")} value={campaign.followers} />
        </Stats>
      </Card>
      <Card title={t("campaigns.insight.days.title")}>
        {drawings.days ? (
          <Chart drawing={drawings.days} label={t("campaigns.insight.days.title")} numbers={numbers}>
            <DaysTable days={days} />
          </Chart>
        ) : (
          <p className="text-muted">{t("campaigns.insight.days.none")}</p>
        )}
      </Card>
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
        <Card title={t("campaigns.insight.funnel.title")}>
          <Chart drawing={drawings.funnel} label={t("campaigns.insight.funnel.title")} numbers={numbers}>
            <FunnelTable funnel={funnel} />
          </Chart>
          <p className="text-sm text-muted">{t("campaigns.insight.funnel.visits", { count: funnel.visits })}</p>
        </Card>
        {drawings.rewards && (
          <Card title={t("campaigns.insight.rewards.title")}>
            <Chart drawing={drawings.rewards} label={t("campaigns.insight.rewards.title")} numbers={numbers}>
              <RewardsTable rewards={rewards} />
            </Chart>
          </Card>
        )}
      </div>
      <Card
        flush
        title={t("campaigns.insight.referrers.title")}
        actions={
          <ButtonLink size="sm" to={`/campaigns/${campaign.id}/manage/links`}>
            {t("campaigns.insight.referrers.manage")}
          </ButtonLink>
        }
      >
        <ReferrersTable referrers={referrers} />
      </Card>
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
        <Card flush title={t("campaigns.insight.cities.title")}>
          <CitiesTable cities={cities} />
        </Card>
        <div className="grid gap-6">
          <Card title={t("campaigns.insight.followers.title")}>
            <Stats>
              <Stat
                label={t("campaigns.insight.followers.before")}
                value={percent(followers.beforePledged, followers.before)}
                note={t("campaigns.insight.followers.text", { followers: followers.before, pledged: followers.beforePledged })}
              />
              <Stat
                label={t("campaigns.insight.followers.after")}
                value={percent(followers.afterPledged, followers.after)}
                note={t("campaigns.insight.followers.text", { followers: followers.after, pledged: followers.afterPledged })}
              />
            </Stats>
          </Card>
          <Card flush title={t("campaigns.insight.endings.title")}>
            <EndingsTable endings={endings} />
          </Card>
        </div>
      </div>
    </ManagePage>
  );
}

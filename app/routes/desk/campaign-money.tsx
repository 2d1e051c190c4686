import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { deskMoney } from "#app/campaigns/paying-out/desk-money.server.ts";
import { DeskMoneyQuery, moneyShows } from "#app/campaigns/paying-out/desk-money.ts";
import { holdStage } from "#app/campaigns/paying-out/hold-stage.server.ts";
import { releaseStage } from "#app/campaigns/paying-out/release-stage.server.ts";
import { returnUnreleased } from "#app/campaigns/refunding/return-unreleased.server.ts";
import { id, line } from "#app/form.ts";
import { submit } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Card, Empty } from "#app/ui/card.tsx";
import { Page } from "#app/ui/page.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { Done } from "../people/done.tsx";
import { Settling } from "./campaign-settling.tsx";
import { StageLine } from "./campaign-stage-line.tsx";
import { CampaignTabs } from "./campaign-tabs.tsx";

const Decide = z.object({ payoutId: id, reason: line(300, 2), act: z.enum(["hold", "unhold", "release", "giveBack"]), campaignId: id });

const queryOf = (request: Request) => DeskMoneyQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
const addressOf = (search: Record<string, string>) => `/desk/campaigns/money?${new URLSearchParams(search)}`;

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const query = queryOf(request);
  return { query, ...(await deskMoney(query)) };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const { show, campaign } = queryOf(request);
  const done = await submit(request, Decide, async ({ payoutId, campaignId, reason, act }) => {
    await limit("operate", viewer);
    if (act === "giveBack") await returnUnreleased(viewer, campaignId, reason);
    else if (act === "release") await releaseStage(viewer, payoutId, reason);
    else await holdStage(viewer, payoutId, act === "hold", reason);
  });
  return done.ok ? redirect(addressOf({ ...(campaign ? { campaign } : { show }), done: "done" }), 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled((t) => t("campaigns.payouts.desk.money"));

export default function DeskMoney() {
  const { query, settling, stages, next } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { show, after, campaign } = query;
  return (
    <Page title={t("campaigns.payouts.desk.money")}>
      <CampaignTabs />
      <Done says={{ done: t("campaigns.payouts.desk.done") }} />
      <Tabs
        label={t("campaigns.payouts.desk.money")}
        tabs={moneyShows.map((key) => ({
          to: addressOf({ show: key }),
          label: t(`campaigns.payouts.desk.moneyShows.${key}`),
          current: !campaign && key === show,
        }))}
      />
      {!campaign && show === "settling" ? (
        <Settling rows={settling} />
      ) : (
        <Card title={t("campaigns.payouts.desk.stages")}>
          {campaign && (
            <Link to={addressOf({ show })} className="link text-sm">
              {t("campaigns.payouts.desk.allCampaigns")}
            </Link>
          )}
          {stages.length === 0 && <Empty title={t("campaigns.payouts.desk.noStages")} />}
          <ul className="grid gap-4">
            {stages.map((stage) => (
              <StageLine key={stage.id} stage={stage} />
            ))}
          </ul>
        </Card>
      )}
      <Pager previous={after ? addressOf({ show }) : null} next={next && addressOf({ show, after: next })} />
    </Page>
  );
}

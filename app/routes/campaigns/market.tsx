import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { marketPage } from "#app/campaigns/showing/market.server.ts";
import { COUNT_UP_TO, marketQuery, type Show, shows, sortsOf } from "#app/campaigns/showing/market.ts";
import { appNow } from "#app/transact.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { cx } from "#app/ui/cx.ts";
import { Page } from "#app/ui/page.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { CampaignTile } from "./parts/campaign-card.tsx";
import { type Asked, address, CategoryLinks, SearchForm } from "./parts/campaign-market.tsx";

export const meta = titled((t) => t("campaigns.showing.market.title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const query = marketQuery(new URL(request.url).searchParams);
  const found = await marketPage(query, await appNow());
  const { after, ...asked } = query;
  return { ...found, asked, paged: after !== null };
}

export default function Market() {
  const { campaigns, next, total, counts, asked, paged } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const to = (changes: Partial<Asked>) => address(asked, changes);
  const toShow = (show: Show) => to({ show, sort: sortsOf[show].includes(asked.sort) ? asked.sort : sortsOf[show][0]! });
  const count =
    total > COUNT_UP_TO
      ? t("campaigns.showing.market.foundMany", { count: COUNT_UP_TO })
      : t("campaigns.showing.market.found", { count: total });
  return (
    <Page
      title={asked.q ? t("campaigns.showing.market.foundFor", { q: asked.q }) : t("campaigns.showing.market.title")}
      intro={t("campaigns.showing.market.intro")}
      actions={
        <ButtonLink to="/campaigns/new" variant="primary">
          {t("campaigns.showing.market.begin")}
        </ButtonLink>
      }
    >
      <Tabs
        label={t("campaigns.showing.market.show")}
        tabs={shows.map((show) => ({ to: toShow(show), label: t(`campaigns.showing.market.shows.${show}`), current: asked.show === show }))}
      />
      <div className="grid gap-3">
        <SearchForm asked={asked} />
        <CategoryLinks current={asked.category} counts={counts} to={to} />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="text-muted" aria-live="polite">
          {count}
        </p>
        <nav aria-label={t("campaigns.showing.market.sort")} className="flex flex-wrap gap-x-4 text-sm">
          {sortsOf[asked.show].map((sort) => (
            <Link
              key={sort}
              to={to({ sort })}
              aria-current={asked.sort === sort ? "true" : undefined}
              className={cx("py-1", asked.sort === sort ? "font-semibold text-river-700" : "text-muted hover:text-ink")}
            >
              {t(`campaigns.showing.market.sorts.${sort}`)}
            </Link>
          ))}
        </nav>
      </div>
      {campaigns.length === 0 ? (
        <Card>
          <Empty
            title={t("campaigns.showing.market.none")}
            icon={<SearchX size={28} aria-hidden />}
            action={asked.show !== "all" && <ButtonLink to={toShow("all")}>{t("campaigns.showing.market.seeAll")}</ButtonLink>}
          >
            {t("campaigns.showing.market.noneHint")}
          </Empty>
        </Card>
      ) : (
        <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {campaigns.map((campaign) => (
            <CampaignTile key={campaign.id} campaign={campaign} />
          ))}
        </ul>
      )}
      <Pager previous={paged ? to({}) : null} next={next && address(asked, {}, next)} />
    </Page>
  );
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { Search, SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { categories } from "#app/campaigns/campaign.ts";
import { marketPage } from "#app/campaigns/showing/market.server.ts";
import { COUNT_UP_TO, type MarketQuery, marketQuery, type Show, shows, sortsOf } from "#app/campaigns/showing/market.ts";
import { appNow } from "#app/transact.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { cx } from "#app/ui/cx.ts";
import { Page } from "#app/ui/page.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { CampaignTile } from "./parts/campaign-card.tsx";

export const meta = titled((t) => t("campaigns.showing.market.title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const query = marketQuery(new URL(request.url).searchParams);
  const found = await marketPage(query, await appNow());
  const { after, ...asked } = query;
  return { ...found, asked, paged: after !== null };
}

type Asked = Omit<MarketQuery, "after">;
/** The address of the same list with something changed. What is the default is left out. */
function address(asked: Asked, changes: Partial<Asked>, after?: string | null) {
  const { q, category, show, sort } = { ...asked, ...changes };
  const params = new URLSearchParams();
  if (q) params.set("q", q);
  if (category) params.set("category", category);
  if (show !== "live") params.set("show", show);
  if (sort !== sortsOf[show][0]) params.set("sort", sort);
  if (after) params.set("after", after);
  const text = params.toString();
  return text ? `/campaigns?${text}` : "/campaigns";
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

function SearchForm({ asked }: { asked: Asked }) {
  const { t } = useTranslation();
  return (
    <Form method="get" action="/campaigns" role="search" className="flex gap-2" key={asked.q}>
      {asked.category && <input type="hidden" name="category" value={asked.category} />}
      {asked.show !== "live" && <input type="hidden" name="show" value={asked.show} />}
      <input
        type="search"
        name="q"
        maxLength={60}
        defaultValue={asked.q}
        aria-label={t("campaigns.showing.market.q")}
        placeholder={t("campaigns.showing.market.q")}
        className="box-field max-w-md"
      />
      <Button icon={<Search size={16} aria-hidden />}>{t("campaigns.showing.market.search")}</Button>
    </Form>
  );
}

function CategoryLinks({
  current,
  counts,
  to,
}: {
  current: Asked["category"];
  counts: Record<string, number>;
  to: (c: Partial<Asked>) => string;
}) {
  const { t } = useTranslation();
  const look = (on: boolean) =>
    cx(
      "inline-flex min-h-9 items-center gap-1.5 rounded-full border px-3 text-sm whitespace-nowrap",
      on ? "border-river-600 bg-river-50 font-medium text-river-700" : "border-line bg-panel hover:border-edge",
    );
  return (
    <nav aria-label={t("campaigns.showing.market.category")} className="no-print -mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0">
      <ul className="flex gap-2 pb-1 sm:flex-wrap">
        <li>
          <Link to={to({ category: "" })} aria-current={current === "" ? "true" : undefined} className={look(current === "")}>
            {t("campaigns.showing.market.allCategories")}
          </Link>
        </li>
        {categories.map((category) => (
          <li key={category}>
            <Link to={to({ category })} aria-current={current === category ? "true" : undefined} className={look(current === category)}>
              {t(`campaigns.category.${category}`)}
              <span className="digits text-xs text-muted">{counts[category] ?? 0}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { viewerOf } from "#app/people/auth.server.ts";
import { marketPage } from "#app/tasks/market.server.ts";
import { activeFilters, marketQuery, sorts } from "#app/tasks/market.ts";
import { policy } from "#app/tasks/policy.ts";
import { appNow } from "#app/transact.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { cx } from "#app/ui/cx.ts";
import { Page } from "#app/ui/page.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { MarketCard } from "./parts/market-card.tsx";
import { GroupLinks, MarketFilters } from "./parts/market-filters.tsx";

export const meta = titled((t) => t("tasks.market.title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const query = marketQuery(new URL(request.url).searchParams);
  const [viewer, now] = await Promise.all([viewerOf(request.headers), appNow()]);
  const found = await marketPage(viewer, query, now);
  const { after, ...asked } = query;
  return { ...found, asked, active: activeFilters(query), paged: after !== null };
}

export default function Market() {
  const { tasks, next, total, counts, asked, active, paged } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const to = (changes: Record<string, string | null>) => {
    const copy = new URLSearchParams(params);
    copy.delete("after");
    for (const [key, value] of Object.entries(changes)) value === null ? copy.delete(key) : copy.set(key, value);
    const text = copy.toString();
    return text ? `/tasks?${text}` : "/tasks";
  };
  const many = total > policy.countUpTo;
  const count = many ? t("tasks.market.foundMany", { count: policy.countUpTo }) : t("tasks.market.found", { count: total });
  return (
    <Page
      title={asked.q ? t("tasks.market.foundFor", { q: asked.q }) : t("tasks.market.title")}
      intro={t("tasks.market.intro")}
      actions={
        <ButtonLink to="/tasks/new" variant="primary">
          {t("tasks.market.post")}
        </ButtonLink>
      }
    >
      <GroupLinks current={asked.category} counts={counts} to={to} />
      <MarketFilters active={active} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="text-muted" aria-live="polite">
          {count}
        </p>
        <nav aria-label={t("tasks.market.sort")} className="flex flex-wrap gap-x-4 text-sm">
          {sorts.map((sort) => (
            <Link
              key={sort}
              to={to({ sort: sort === "newest" ? null : sort })}
              aria-current={asked.sort === sort ? "true" : undefined}
              className={cx("py-1", asked.sort === sort ? "font-semibold text-river-700" : "text-muted hover:text-ink")}
            >
              {t(`tasks.market.sorts.${sort}`)}
            </Link>
          ))}
        </nav>
      </div>
      {tasks.length === 0 ? (
        <Card>
          <Empty title={t("tasks.market.none")} icon={<SearchX size={28} aria-hidden />}>
            {t("tasks.market.noneHint")}
          </Empty>
        </Card>
      ) : (
        <ul className="grid gap-3">
          {tasks.map((task) => (
            <MarketCard key={task.id} task={task} />
          ))}
        </ul>
      )}
      <Pager previous={paged ? to({}) : null} next={next && `${to({})}${to({}).includes("?") ? "&" : "?"}after=${next}`} />
    </Page>
  );
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { viewerOf } from "#app/people/auth.server.ts";
import { groups } from "#app/tasks/categories.ts";
import { marketPage } from "#app/tasks/market.server.ts";
import { activeFilters, marketQuery, sorts, stages } from "#app/tasks/market.ts";
import { policy } from "#app/tasks/policy.ts";
import { taskKinds } from "#app/tasks/task.ts";
import { appNow } from "#app/transact.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { cx } from "#app/ui/cx.ts";
import { Field, SelectField } from "#app/ui/field.tsx";
import { Filters } from "#app/ui/filters.tsx";
import { Page } from "#app/ui/page.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { MarketCard } from "./parts/market-card.tsx";
import { useCategoryOptions } from "./parts/words.tsx";

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

/** The twelve groups with how many tasks each has under the other conditions. */
function GroupLinks({
  current,
  counts,
  to,
}: {
  current: string;
  counts: Record<string, number>;
  to: (c: Record<string, string | null>) => string;
}) {
  const { t } = useTranslation();
  const chosen = current.split(".")[0];
  const look = (on: boolean) =>
    cx(
      "inline-flex min-h-9 items-center gap-1.5 rounded-full border px-3 text-sm whitespace-nowrap",
      on ? "border-river-600 bg-river-50 font-medium text-river-700" : "border-line bg-panel hover:border-edge",
    );
  return (
    <nav aria-label={t("tasks.market.category")} className="no-print -mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0">
      <ul className="flex gap-2 pb-1 sm:flex-wrap">
        <li>
          <Link to={to({ category: null })} aria-current={current === "" ? "true" : undefined} className={look(current === "")}>
            {t("tasks.market.allCategories")}
          </Link>
        </li>
        {groups.map((group) => (
          <li key={group}>
            <Link to={to({ category: group })} aria-current={chosen === group ? "true" : undefined} className={look(chosen === group)}>
              {t(`tasks.group.${group}`)}
              <span className="digits text-xs text-muted">{counts[group] ?? 0}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function MarketFilters({ active }: { active: number }) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const categories = useCategoryOptions({ whole: true });
  const value = (name: string) => params.get(name) ?? "";
  return (
    <Filters
      action="/tasks"
      clear={value("q") ? `/tasks?q=${encodeURIComponent(value("q"))}` : "/tasks"}
      active={active}
      key={params.toString()}
    >
      <Field name="q" label={t("tasks.market.q")} defaultValue={value("q")} maxLength={60} type="search" />
      <SelectField
        name="category"
        label={t("tasks.market.category")}
        options={categories}
        empty={t("tasks.market.allCategories")}
        defaultValue={value("category")}
      />
      <Field name="min" label={t("tasks.market.min")} defaultValue={value("min")} inputMode="numeric" maxLength={9} />
      <Field name="max" label={t("tasks.market.max")} defaultValue={value("max")} inputMode="numeric" maxLength={9} />
      <SelectField
        name="kind"
        label={t("tasks.market.kind")}
        empty={t("tasks.market.any")}
        options={taskKinds.map((kind) => ({ value: kind, label: t(`tasks.kindShort.${kind}`) }))}
        defaultValue={value("kind")}
      />
      <SelectField
        name="stage"
        label={t("tasks.market.stage")}
        options={stages.map((stage) => ({ value: stage, label: t(`tasks.market.stages.${stage}`) }))}
        defaultValue={value("stage") || "open"}
      />
      <SelectField
        name="days"
        label={t("tasks.market.days")}
        empty={t("tasks.market.any")}
        options={[1, 3, 7, 14].map((n) => ({ value: String(n), label: t("tasks.market.within", { count: n }) }))}
        defaultValue={value("days")}
      />
      {value("sort") && <input type="hidden" name="sort" value={value("sort")} />}
    </Filters>
  );
}

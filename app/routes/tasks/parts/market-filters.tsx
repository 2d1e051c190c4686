import { Link, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { groups } from "#app/tasks/categories.ts";
import { stages } from "#app/tasks/market.ts";
import { taskKinds } from "#app/tasks/task.ts";
import { cx } from "#app/ui/cx.ts";
import { Field, SelectField } from "#app/ui/field.tsx";
import { Filters } from "#app/ui/filters.tsx";
import { useCategoryOptions } from "./words.tsx";

/** The twelve groups with how many tasks each has under the other conditions. */
export function GroupLinks({
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

export function MarketFilters({ active }: { active: number }) {
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

import { Form, Link } from "@remix-run/react";
import { Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import { categories } from "#app/campaigns/campaign.ts";
import { type MarketQuery, sortsOf } from "#app/campaigns/showing/market.ts";
import { Button } from "#app/ui/button.tsx";
import { cx } from "#app/ui/cx.ts";

export type Asked = Omit<MarketQuery, "after">;
/** The address of the same list with something changed. What is the default is left out. */
export function address(asked: Asked, changes: Partial<Asked>, after?: string | null) {
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

export function SearchForm({ asked }: { asked: Asked }) {
  const { t } = useTranslation();
  return (
    <Form method="get" action="/campaigns" role="search" aria-label={t("campaigns.showing.market.q")} className="flex gap-2" key={asked.q}>
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

/** The kinds of products, with how many of each there are under the other conditions. */
export function CategoryLinks({
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

import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { usePlace } from "#app/i18n/i18n.ts";
import { directory } from "#app/people/directory.server.ts";
import { type CategoryGroup, groups } from "#app/tasks/categories.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { CheckField } from "#app/ui/choice.tsx";
import { Field, SelectField } from "#app/ui/field.tsx";
import { Filters } from "#app/ui/filters.tsx";
import { Page } from "#app/ui/page.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { ProviderCard } from "./provider-card.tsx";

export const meta = titled((t) => t("people.providers.title"));

const Query = z.object({
  q: z.string().trim().max(60).catch(""),
  category: z
    .enum(groups as [CategoryGroup, ...CategoryGroup[]])
    .or(z.literal(""))
    .catch(""),
  city: z.string().max(30).catch(""),
  verified: z.literal("on").optional().catch(undefined),
  deposit: z.literal("on").optional().catch(undefined),
  before: z.uuid().optional().catch(undefined),
});

export async function loader({ request }: LoaderFunctionArgs) {
  const { q, category, city, verified, deposit, before } = Query.parse({
    q: "",
    category: "",
    city: "",
    ...Object.fromEntries(new URL(request.url).searchParams),
  });
  const found = await directory({
    q,
    category,
    city,
    verified: verified === "on",
    deposit: deposit === "on",
    ...(before ? { before } : {}),
  });
  return { ...found, filter: { q, category, city, verified: verified === "on", deposit: deposit === "on" } };
}

export default function Providers() {
  const { t } = useTranslation();
  const { providers, next } = useLoaderData<typeof loader>();
  return (
    <Page title={t("people.providers.title")} intro={t("people.providers.intro")}>
      <FilterBar />
      {providers.length === 0 ? (
        <Card>
          <Empty
            title={t("people.providers.none")}
            icon={<Users size={32} aria-hidden />}
            action={
              <ButtonLink to="/tasks/new" variant="primary">
                {t("ui.nav.post")}
              </ButtonLink>
            }
          >
            {t("people.providers.noneText")}
          </Empty>
        </Card>
      ) : (
        <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {providers.map((provider) => (
            <ProviderCard key={provider.id} provider={provider} />
          ))}
        </ul>
      )}
      <NextPage next={next} />
      <p className="text-sm text-muted">{t("people.providers.join")}</p>
    </Page>
  );
}

function FilterBar() {
  const { t } = useTranslation();
  const place = usePlace();
  const { filter, cities } = useLoaderData<typeof loader>();
  const categories = groups.map((group) => ({ value: group, label: t(`tasks.group.${group}`) }));
  const active = [filter.q, filter.category, filter.city, filter.verified, filter.deposit].filter(Boolean).length;
  return (
    <Filters action="/providers" clear="/providers" active={active}>
      <Field name="q" type="search" label={t("people.providers.search")} defaultValue={filter.q} maxLength={60} />
      <SelectField
        name="category"
        label={t("people.providers.category")}
        options={categories}
        empty={t("people.providers.any")}
        defaultValue={filter.category}
      />
      <SelectField
        name="city"
        label={t("people.providers.city")}
        options={cities.map(({ city, count }) => ({ value: city, label: `${place(city)} (${count})` }))}
        empty={t("people.providers.any")}
        defaultValue={filter.city}
      />
      <CheckField name="verified" label={t("people.providers.verifiedOnly")} defaultChecked={filter.verified} className="pb-2" />
      <CheckField name="deposit" label={t("deposits.badge.filter")} defaultChecked={filter.deposit} className="pb-2" />
    </Filters>
  );
}

function NextPage({ next }: { next: string | null }) {
  const { filter } = useLoaderData<typeof loader>();
  if (!next) return null;
  const query = new URLSearchParams({ ...(filter.q && { q: filter.q }), ...(filter.category && { category: filter.category }) });
  if (filter.city) query.set("city", filter.city);
  if (filter.verified) query.set("verified", "on");
  if (filter.deposit) query.set("deposit", "on");
  query.set("before", next);
  return <Pager next={`/providers?${query}`} />;
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { BadgeCheck, MapPin, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { directory } from "#app/people/directory.server.ts";
import { type CategoryGroup, groups, isGroup } from "#app/tasks/categories.ts";
import { Avatar } from "#app/ui/avatar.tsx";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { CheckField } from "#app/ui/choice.tsx";
import { Field, SelectField } from "#app/ui/field.tsx";
import { Filters } from "#app/ui/filters.tsx";
import { Page } from "#app/ui/page.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled((t) => t("people.providers.title"));

const Query = z.object({
  q: z.string().trim().max(60).catch(""),
  category: z
    .enum(groups as [CategoryGroup, ...CategoryGroup[]])
    .or(z.literal(""))
    .catch(""),
  city: z.string().max(30).catch(""),
  verified: z.literal("on").optional().catch(undefined),
  before: z.uuid().optional().catch(undefined),
});

export async function loader({ request }: LoaderFunctionArgs) {
  const { q, category, city, verified, before } = Query.parse({
    q: "",
    category: "",
    city: "",
    ...Object.fromEntries(new URL(request.url).searchParams),
  });
  const found = await directory({ q, category, city, verified: verified === "on", ...(before ? { before } : {}) });
  return { ...found, filter: { q, category, city, verified: verified === "on" } };
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
  const { filter, cities } = useLoaderData<typeof loader>();
  const categories = groups.map((group) => ({ value: group, label: t(`tasks.group.${group}`) }));
  const active = [filter.q, filter.category, filter.city, filter.verified].filter(Boolean).length;
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
        options={cities.map(({ city, count }) => ({ value: city, label: `${city} (${count})` }))}
        empty={t("people.providers.any")}
        defaultValue={filter.city}
      />
      <CheckField name="verified" label={t("people.providers.verifiedOnly")} defaultChecked={filter.verified} className="pb-2" />
    </Filters>
  );
}

function NextPage({ next }: { next: string | null }) {
  const { filter } = useLoaderData<typeof loader>();
  if (!next) return null;
  const query = new URLSearchParams({ ...(filter.q && { q: filter.q }), ...(filter.category && { category: filter.category }) });
  if (filter.city) query.set("city", filter.city);
  if (filter.verified) query.set("verified", "on");
  query.set("before", next);
  return <Pager next={`/providers?${query}`} />;
}

type Provider = ReturnType<typeof useLoaderData<typeof loader>>["providers"][number];

function ProviderCard({ provider }: { provider: Provider }) {
  const { t } = useTranslation();
  return (
    <li className="relative grid content-start gap-3 rounded-lg border border-line bg-panel p-4 shadow-panel hover:border-edge">
      <div className="flex items-center gap-3">
        <Avatar name={provider.name} src={provider.avatar} />
        <div className="min-w-0">
          <h2 className="flex items-center gap-1.5 text-base">
            <Link to={`/providers/${provider.id}`} className="truncate after:absolute after:inset-0 hover:text-river-700">
              {provider.name}
            </Link>
            {provider.verified && <BadgeCheck size={17} className="shrink-0 text-ok-600" aria-label={t("people.providers.verified")} />}
          </h2>
          <p className="flex items-center gap-1 text-sm text-muted">
            {t(`people.kind.${provider.kind}`)}
            {provider.city && (
              <>
                <MapPin size={14} className="ml-1" aria-hidden /> {provider.city}
              </>
            )}
          </p>
        </div>
      </div>
      {provider.about && <p className="line-clamp-3 text-sm text-muted">{provider.about}</p>}
      <p className="flex flex-wrap gap-1.5 text-xs">
        {provider.categories.filter(isGroup).map((category) => (
          <span key={category} className="rounded-sm bg-river-50 px-1.5 py-0.5 text-river-700">
            {t(`tasks.group.${category}`)}
          </span>
        ))}
        {provider.skills.slice(0, 5).map((skill) => (
          <span key={skill} className="rounded-sm bg-sunken px-1.5 py-0.5 text-muted">
            {skill}
          </span>
        ))}
      </p>
    </li>
  );
}

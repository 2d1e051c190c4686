import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BadgeCheck, Flag, Globe, MapPin, Pencil } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { badgesOf } from "#app/deposits/badges.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { usePlace } from "#app/i18n/i18n.ts";
import { viewerOf } from "#app/people/auth.server.ts";
import { providerPage } from "#app/people/queries.server.ts";
import { can } from "#app/people/viewer.ts";
import { isGroup } from "#app/tasks/categories.ts";
import { Avatar } from "#app/ui/avatar.tsx";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, KeyValue, Prose, Stat, Stats } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Columns, Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { DepositCard, DepositChip, NoDeposit } from "../deposits/parts/badge.tsx";
import { PortfolioCard } from "./portfolio-card.tsx";

export const meta = titled<typeof loader>((_, { provider }) => provider.name);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const id = orNotFound(z.uuid().safeParse(params.orgId).data);
  const [viewer, provider, badges] = await Promise.all([viewerOf(request.headers), providerPage(id), badgesOf([id])]);
  return {
    provider: orNotFound(provider),
    badge: badges.get(id) ?? null,
    mine: viewer !== null && can(viewer, id, "org:manage"),
    member: viewer?.orgs.some((org) => org.id === id) ?? false,
  };
}

export default function Provider() {
  const { t } = useTranslation();
  const { provider, mine, member } = useLoaderData<typeof loader>();
  return (
    <Page
      crumbs={[{ label: t("people.providers.title"), to: "/providers" }, { label: provider.name }]}
      title={
        <span className="flex items-center gap-4">
          <Avatar name={provider.name} src={provider.avatar} size="lg" />
          {provider.name}
        </span>
      }
      chips={<Chips />}
      actions={
        <>
          {mine && (
            <ButtonLink to={`/organisations/${provider.id}`} icon={<Pencil size={16} aria-hidden />}>
              {t("people.providers.edit")}
            </ButtonLink>
          )}
          {!member && (
            <ButtonLink to={`/report/organisation/${provider.id}`} variant="ghost" icon={<Flag size={16} aria-hidden />}>
              {t("people.providers.report")}
            </ButtonLink>
          )}
        </>
      }
    >
      <Columns side={<Side />}>
        <Card title={t("people.providers.about")}>
          {provider.about ? <Prose text={provider.about} /> : <p className="text-muted">{t("people.providers.aboutNone")}</p>}
        </Card>
        <PortfolioCard items={provider.portfolio} manages={false} />
      </Columns>
    </Page>
  );
}

function Chips() {
  const { t } = useTranslation();
  const { provider, badge } = useLoaderData<typeof loader>();
  return (
    <>
      <Chip>{t(`people.kind.${provider.kind}`)}</Chip>
      {provider.verifiedAt ? (
        <Chip tone="ok" icon={<BadgeCheck size={14} aria-hidden />}>
          {t("people.providers.verified")}
        </Chip>
      ) : (
        <Chip>{t("people.providers.unverified")}</Chip>
      )}
      {badge && <DepositChip tierFen={badge.tierFen} />}
      {provider.suspended && <Chip tone="danger">{t("people.providers.suspended")}</Chip>}
    </>
  );
}

function Side() {
  const { t } = useTranslation();
  const place = usePlace();
  const { provider, badge, mine } = useLoaderData<typeof loader>();
  const { record } = provider;
  return (
    <>
      {badge ? <DepositCard badge={badge} /> : mine && <NoDeposit orgId={provider.id} />}
      <Card title={t("people.providers.record")}>
        <Stats className="sm:grid-cols-2!">
          <Stat label={t("people.providers.completed")} value={record.completed} />
          <Stat label={t("people.providers.employers")} value={record.employers} />
          <Stat label={t("people.providers.running")} value={record.running} />
          <Stat label={t("people.providers.posted")} value={record.posted} />
        </Stats>
      </Card>
      <Card>
        <KeyValue
          stacked
          pairs={[
            provider.legalName !== null && { label: t("people.providers.legalName"), value: provider.legalName },
            provider.city !== "" && {
              label: t("people.providers.city"),
              value: <WithIcon icon={<MapPin size={15} aria-hidden />}>{place(provider.city)}</WithIcon>,
            },
            provider.website !== null && {
              label: t("people.providers.website"),
              value: (
                <WithIcon icon={<Globe size={15} aria-hidden />}>
                  <a href={provider.website} rel="nofollow ugc noopener" target="_blank" className="link break-all">
                    {provider.website.replace(/^https?:\/\//, "")}
                  </a>
                </WithIcon>
              ),
            },
            provider.categories.length > 0 && {
              label: t("people.providers.categories"),
              value: provider.categories
                .filter(isGroup)
                .map((category) => t(`tasks.group.${category}`))
                .join(" · "),
            },
            provider.skills.length > 0 && { label: t("people.providers.skills"), value: provider.skills.join(" · ") },
            { label: t("people.providers.since"), value: <When at={provider.createdAt} day /> },
          ]}
        />
      </Card>
    </>
  );
}

const WithIcon = ({ icon, children }: { icon: React.ReactNode; children: React.ReactNode }) => (
  <span className="flex items-center justify-end gap-1.5">
    <span className="shrink-0 text-muted">{icon}</span>
    {children}
  </span>
);

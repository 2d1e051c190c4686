import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { lifecycles } from "#app/campaigns/campaign.ts";
import { attentions, DeskQuery } from "#app/campaigns/watching/attention.ts";
import { deskCampaigns } from "#app/campaigns/watching/desk-campaigns.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Field, SelectField } from "#app/ui/field.tsx";
import { Filters } from "#app/ui/filters.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { percent } from "../campaigns/parts/figures.tsx";
import { LifecycleChip } from "../campaigns/parts/words.tsx";
import { ModerationChip } from "./campaign-chips.tsx";
import { CampaignTabs } from "./campaign-tabs.tsx";

export const meta = titled((t) => t("campaigns.watching.title"));

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const query = DeskQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  return { query, ...(await deskCampaigns(query)) };
}

export default function DeskCampaigns() {
  const { t } = useTranslation();
  const { query, campaigns, next } = useLoaderData<typeof loader>();
  useSignal("notices");
  const { after, ...narrowed } = query;
  const address = (more: Record<string, string>) => {
    const search = new URLSearchParams({ ...more });
    for (const [name, value] of Object.entries(narrowed)) if (value) search.set(name, value);
    return `/desk/campaigns?${search}`;
  };
  const any = { value: "", label: t("campaigns.watching.list.all") };
  return (
    <Page title={t("campaigns.watching.title")}>
      <CampaignTabs />
      <Filters clear="/desk/campaigns" active={Object.values(narrowed).filter(Boolean).length}>
        <Field name="q" type="search" label={t("campaigns.watching.list.q")} defaultValue={query.q} maxLength={60} />
        <SelectField
          name="lifecycle"
          label={t("campaigns.watching.list.lifecycle")}
          defaultValue={query.lifecycle ?? ""}
          options={[any, ...lifecycles.map((value) => ({ value, label: t(`campaigns.lifecycle.${value}`) }))]}
        />
        <SelectField
          name="attention"
          label={t("campaigns.watching.list.attention")}
          defaultValue={query.attention ?? ""}
          options={[any, ...attentions.map((value) => ({ value, label: t(`campaigns.watching.list.${value}`) }))]}
        />
      </Filters>
      <Card flush>
        <Table
          caption={t("campaigns.watching.title")}
          empty={t("campaigns.watching.list.empty")}
          rows={campaigns}
          rowKey={(row) => row.id}
          columns={[
            {
              key: "project",
              head: t("campaigns.watching.list.project"),
              main: true,
              cell: (row) => (
                <span className="grid">
                  <Link to={`/desk/campaigns/${row.id}`} className="link">
                    {row.title || "–"}
                  </Link>
                  <span className="text-sm font-normal text-muted">{row.creator}</span>
                </span>
              ),
            },
            {
              key: "state",
              head: t("campaigns.watching.list.lifecycle"),
              cell: (row) => (
                <span className="flex flex-wrap gap-1.5">
                  <LifecycleChip lifecycle={row.lifecycle} />
                  <ModerationChip moderation={row.moderation} />
                  {(row.fulfilment === "OVERDUE" || row.fulfilment === "DEFAULTED") && (
                    <Chip tone="danger">{t(`campaigns.fulfilment.${row.fulfilment}`)}</Chip>
                  )}
                  {row.cases > 0 && <Chip tone="warn">{t("campaigns.watching.list.cases", { count: row.cases })}</Chip>}
                </span>
              ),
            },
            { key: "pledged", head: t("campaigns.watching.list.pledged"), end: true, cell: (row) => <Money fen={row.pledgedFen} /> },
            { key: "funded", head: t("campaigns.watching.list.funded"), end: true, cell: (row) => percent(row.pledgedFen, row.goalFen) },
            {
              key: "deadline",
              head: t("campaigns.watching.list.deadline"),
              cell: (row) => (row.deadlineAt ? <When at={row.deadlineAt} /> : "–"),
            },
          ]}
        />
      </Card>
      <Pager previous={after ? address({}) : null} next={next && address({ after: next })} />
    </Page>
  );
}

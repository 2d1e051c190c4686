import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { countFilters, readFilter } from "#app/campaigns/fulfilling/backers/filter.ts";
import { backerChoices, backersPage, managed } from "#app/campaigns/fulfilling/queries.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { namedIn, placedIn, provinces } from "#app/people/addresses/regions.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { BackerFilters, ExportCard } from "./parts/backer-filters.tsx";
import { ManagePage } from "./parts/manage.tsx";
import { Above } from "./parts/managed.tsx";
import { ParcelChip } from "./parts/parcels.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const campaign = orNotFound(await managed(viewer, params.campaignId ?? ""));
  const search = new URL(request.url).searchParams;
  const filter = readFilter(search);
  const after = search.get("after");
  const [page, choices] = await Promise.all([backersPage(campaign, filter, after), backerChoices(campaign.id)]);
  const language = languageOf(request);
  const rows = page.rows.map(({ to, ...row }) => ({ ...row, to: to && placedIn(language, to) }));
  return { campaign, filter, after, ...page, rows, choices, provinces: namedIn(language, provinces()) };
}
export const meta = titled<typeof loader>((t, { campaign }) => `${t("campaigns.fulfilling.backers.title")} · ${campaign.title}`);

export default function ManageBackers() {
  const { campaign, filter, after, rows, query, next, masked, choices, provinces: places } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  useSignal(`campaign:${campaign.id}`);
  return (
    <ManagePage campaign={campaign} title={t("campaigns.fulfilling.backers.title")} intro={t("campaigns.fulfilling.backers.intro")}>
      <Above campaign={campaign} />
      <BackerFilters filter={filter} choices={choices} provinces={places} active={countFilters(filter)} />
      {masked && <Notice>{t("campaigns.fulfilling.backers.masked")}</Notice>}
      <Card flush>
        <Table
          rows={rows}
          rowKey={(row) => row.id}
          caption={t("campaigns.fulfilling.backers.title")}
          empty={t("campaigns.fulfilling.backers.none")}
          columns={[
            {
              key: "no",
              head: t("campaigns.fulfilling.backers.no"),
              cell: (row) => <span className="digits">{row.queueNo ?? "-"}</span>,
            },
            {
              key: "backer",
              head: t("campaigns.fulfilling.backers.backer"),
              main: true,
              cell: (row) => (
                <Link to={`/campaigns/${campaign.id}/manage/backers/${row.id}`} className="font-medium text-river-700 hover:underline">
                  {row.name}
                </Link>
              ),
            },
            {
              key: "what",
              head: t("campaigns.fulfilling.backers.what"),
              cell: (row) =>
                row.lines.length === 0
                  ? t("campaigns.fulfilling.backers.noReward")
                  : row.lines.map((line) => (
                      <span key={line.rewardId} className="block">
                        {line.title} × {line.qty}
                      </span>
                    )),
            },
            {
              key: "to",
              head: t("campaigns.fulfilling.backers.to"),
              cell: (row) =>
                row.to ? (
                  <>
                    <span className="block">{row.to.region}</span>
                    <span className="block text-sm text-muted">
                      {row.to.name} {row.to.phone}
                    </span>
                  </>
                ) : (
                  row.lines.some((line) => line.ships) && <span className="text-muted">{t("campaigns.fulfilling.backers.noAddress")}</span>
                ),
            },
            {
              key: "state",
              head: t("campaigns.fulfilling.backers.state"),
              cell: (row) => (
                <span className="flex flex-wrap gap-1.5 max-sm:justify-end">
                  <Chip tone={row.state === "COLLECTED" ? "ok" : "neutral"}>{t(`campaigns.pledge.${row.state}`)}</Chip>
                  {row.late && <Chip>{t("campaigns.fulfilling.backers.late")}</Chip>}
                  {row.answeredAt && <Chip tone="info">{t("campaigns.fulfilling.backers.answered")}</Chip>}
                  {row.parcels.map((parcel, i) => (
                    <ParcelChip key={i} parcel={parcel} />
                  ))}
                </span>
              ),
            },
            { key: "amount", head: t("campaigns.fulfilling.backers.amount"), end: true, cell: (row) => <Money fen={row.amountFen} /> },
          ]}
        />
      </Card>
      <Pager previous={after ? `?${query}` : null} next={next ? `?${query ? `${query}&` : ""}after=${next}` : null} />
      {campaign.mayManage && <ExportCard campaignId={campaign.id} filter={filter} exports={choices.exports} />}
    </ManagePage>
  );
}

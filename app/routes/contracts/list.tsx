import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { contractFilters } from "#app/contracts/contract.ts";
import { nextMove } from "#app/contracts/next-move.ts";
import { myContracts } from "#app/contracts/queries.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { ContractChip } from "./parts/states.tsx";

const Query = z.object({ show: z.enum(contractFilters).catch("open"), before: z.uuid().nullable().catch(null) });

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const search = new URL(request.url).searchParams;
  const { show, before } = Query.parse({ show: search.get("show"), before: search.get("before") });
  const { contracts, next } = await myContracts(viewer, show, before);
  const rows = contracts.map(({ milestones, ...c }) => ({ ...c, move: nextMove({ ...c, stages: milestones }, c.side) }));
  return { rows, next, show, before };
}
export const meta = titled((t) => t("contracts.list.title"));

export default function Contracts() {
  const { rows, next, show, before } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page title={t("contracts.list.title")} intro={t("contracts.list.intro")}>
      <Tabs
        label={t("contracts.list.filter")}
        tabs={contractFilters.map((key) => ({ to: `?show=${key}`, label: t(`contracts.list.${key}`), current: key === show }))}
      />
      {rows.length === 0 ? (
        <Card>
          <Empty title={t("contracts.list.none")} action={<ButtonLink to="/tasks">{t("contracts.list.browse")}</ButtonLink>}>
            {t("contracts.list.noneHint")}
          </Empty>
        </Card>
      ) : (
        <Card flush>
          <Table
            rows={rows}
            rowKey={(row) => row.id}
            caption={t("contracts.list.title")}
            mark={(row) => row.move?.turn === row.side}
            columns={[
              {
                key: "name",
                head: t("contracts.list.name"),
                main: true,
                cell: (row) => (
                  <Link to={`/contracts/${row.id}`} className="font-medium text-river-700 hover:underline">
                    {row.title}
                  </Link>
                ),
              },
              {
                key: "with",
                head: t("contracts.list.with"),
                cell: (row) => (
                  <>
                    {row.side === "EMPLOYER" ? row.provider.name : row.employer.name}
                    <span className="block text-sm text-muted">
                      {t(`contracts.side.${row.side === "EMPLOYER" ? "PROVIDER" : "EMPLOYER"}`)}
                    </span>
                  </>
                ),
              },
              {
                key: "next",
                head: t("contracts.list.next"),
                cell: (row) =>
                  row.move && (
                    <div className="grid gap-0.5">
                      <span>
                        {t(`contracts.next.${row.move.key}.${row.move.turn === row.side ? "me" : "other"}`, { stage: row.move.stage })}
                      </span>
                      <span className="flex flex-wrap items-center gap-2 text-sm text-muted max-sm:justify-end">
                        {row.move.turn === row.side && <Chip tone="warn">{t("contracts.list.yourTurn")}</Chip>}
                        {row.move.at && t("contracts.list.until", { at: row.move.at })}
                      </span>
                    </div>
                  ),
              },
              { key: "state", head: t("contracts.list.state"), cell: (row) => <ContractChip state={row.state} /> },
              { key: "price", head: t("contracts.list.price"), end: true, cell: (row) => <Money fen={row.priceFen} /> },
            ]}
          />
        </Card>
      )}
      <Pager previous={before ? `?show=${show}` : null} next={next ? `?show=${show}&before=${next}` : null} />
    </Page>
  );
}

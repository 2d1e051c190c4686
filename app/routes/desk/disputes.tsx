import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { deskTabs } from "#app/contracts/disputes/dispute.ts";
import { deskDisputes, stuckRemittances } from "#app/contracts/disputes/queries.server.ts";
import { retryRemittance } from "#app/contracts/settlement/retry-remittance.server.ts";
import { submit } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { DisputeChip } from "../contracts/parts/dispute-turn.tsx";
import { StuckSums } from "./stuck-sums.tsx";

const Query = z.object({ show: z.enum(deskTabs).catch("todo"), after: z.uuid().nullable().catch(null) });
const Retry = z.strictObject({ sumId: z.uuid() });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const search = new URL(request.url).searchParams;
  const { show, after } = Query.parse({ show: search.get("show"), after: search.get("after") });
  const [list, stuck] = await Promise.all([deskDisputes(show, after), stuckRemittances()]);
  return { ...list, stuck, show, after };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  const done = await submit(request, Retry, async ({ sumId }) => {
    await limit("operate", viewer);
    await retryRemittance(viewer, sumId);
  });
  return done.ok ? redirect("/desk/disputes", 303) : done.reply;
}
export const shouldRevalidate = () => true;
export const meta = titled((t) => t("contracts.desk.title"));

export default function DeskDisputes() {
  const { disputes, next, stuck, show, after } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page title={t("contracts.desk.title")}>
      <Tabs
        label={t("contracts.desk.states")}
        tabs={deskTabs.map((key) => ({
          to: `?show=${key}`,
          label: t(`contracts.desk.${key}`),
          current: key === show,
        }))}
      />
      <Card flush>
        <Table
          rows={disputes}
          rowKey={(row) => row.id}
          caption={t("contracts.desk.title")}
          empty={t("contracts.desk.none")}
          columns={[
            {
              key: "case",
              head: t("contracts.desk.case"),
              main: true,
              cell: (row) => (
                <Link to={`/desk/disputes/${row.id}`} className="font-medium text-river-700 hover:underline">
                  {row.milestone.contract.title} · {row.milestone.title}
                </Link>
              ),
            },
            {
              key: "parties",
              head: t("contracts.desk.parties"),
              cell: (row) => `${row.milestone.contract.employer.name} / ${row.milestone.contract.provider.name}`,
            },
            { key: "state", head: t("contracts.desk.state"), cell: (row) => <DisputeChip {...row} /> },
            {
              key: "due",
              head: t(show === "todo" || show === "running" ? "contracts.desk.due" : "contracts.desk.openedAt"),
              cell: (row) => (row.turn ? <Deadline at={row.turn.at} /> : <When at={row.openedAt} />),
            },
            { key: "amount", head: t("contracts.desk.amount"), end: true, cell: (row) => <Money fen={row.amountFen} /> },
          ]}
        />
      </Card>
      <Pager previous={after ? `?show=${show}` : null} next={next ? `?show=${show}&after=${next}` : null} />
      <StuckSums
        sums={stuck}
        about={({ kind, milestone }) => (
          <>
            {t(`contracts.out.${kind}`)} ·{" "}
            <Link to={`/contracts/${milestone.contractId}`} className="text-river-700 hover:underline">
              {milestone.title}
            </Link>
          </>
        )}
      />
    </Page>
  );
}

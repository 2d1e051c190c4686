import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { caseOf } from "#app/card-disputes.server.ts";
import { deskCardDisputes } from "#app/payments/card-dispute-queries.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { CardDisputeChip, useBankState, useReason } from "../money/parts/card-words.tsx";

const Query = z.object({ show: z.enum(["open", "closed"]).catch("open"), after: z.uuid().nullable().catch(null) });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const search = new URL(request.url).searchParams;
  const { show, after } = Query.parse({ show: search.get("show"), after: search.get("after") });
  const { rows, next } = await deskCardDisputes(show, after);
  const cases = await Promise.all(rows.map(caseOf));
  return {
    rows: rows.map((row, i) => ({ ...row, title: cases[i]?.title ?? row.refType, payer: cases[i]?.payer ?? "" })),
    next,
    show,
    after,
  };
}
export const meta = titled((t) => t("cards.desk.title"));

export default function DeskCardDisputes() {
  const { rows, next, show, after } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [reason, bank] = [useReason(), useBankState()];
  const open = show === "open";
  return (
    <Page title={t("cards.desk.title")} intro={t("cards.desk.intro")}>
      <Tabs
        label={t("cards.desk.shown")}
        tabs={(["open", "closed"] as const).map((key) => ({ to: `?show=${key}`, label: t(`cards.desk.${key}`), current: key === show }))}
      />
      <Card flush>
        <Table
          rows={rows}
          rowKey={(row) => row.id}
          caption={t("cards.desk.title")}
          empty={t("cards.desk.none")}
          columns={[
            {
              key: "case",
              head: t("cards.desk.case"),
              main: true,
              cell: (row) => (
                <span className="grid">
                  <Link to={`/desk/card-disputes/${row.id}`} className="font-medium text-river-700 hover:underline">
                    {row.title}
                  </Link>
                  <span className="text-sm font-normal text-muted">{reason(row.reason)}</span>
                </span>
              ),
            },
            { key: "payer", head: t("cards.desk.payer"), cell: (row) => row.payer },
            {
              key: "when",
              head: open ? t("cards.desk.byWhen") : t("cards.closedAt"),
              cell: (row) => {
                if (!open) return row.closedAt && <When at={row.closedAt} />;
                if (row.answerState === "SENT" || !row.answerBy) return bank(row.pspStatus);
                return <Deadline at={row.answerBy} passed={t("cards.desk.late")} />;
              },
            },
            { key: "state", head: t("cards.desk.status"), cell: (row) => <CardDisputeChip state={row.state} /> },
            { key: "amount", head: t("cards.amount"), end: true, cell: (row) => <Money fen={row.amountFen} /> },
          ]}
        />
      </Card>
      <Pager previous={after ? `?show=${show}` : null} next={next ? `?show=${show}&after=${next}` : null} />
    </Page>
  );
}

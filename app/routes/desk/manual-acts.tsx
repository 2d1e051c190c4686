import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { requireOperator } from "#app/people/auth.server.ts";
import { manualList, suspenseItems } from "#app/people/desk/manual/queries.server.ts";
import { handRefunds } from "#app/settler.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager, Tabs } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { type ActName, absolute, manualTones } from "./manual-parts.ts";

const Query = z.object({ show: z.enum(["waiting", "decided"]).catch("waiting"), after: z.uuid().nullable().catch(null) });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  const search = new URL(request.url).searchParams;
  const { show, after } = Query.parse({ show: search.get("show"), after: search.get("after") });
  const [list, suspense, refunds] = await Promise.all([manualList(show === "waiting", after), suspenseItems(), handRefunds()]);
  return { ...list, suspense, refunds, show, after };
}
export const meta = titled((t) => t("reconcile.manual.title"));

export default function ManualActs() {
  const { t } = useTranslation();
  const { acts, next, show, after, suspense, refunds } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t("reconcile.manual.title")}
      intro={t("reconcile.manual.intro")}
      crumbs={[{ label: t("money.books.title"), to: "/desk/books" }, { label: t("reconcile.manual.title") }]}
      actions={<ButtonLink to="/desk/books/manual/new?kind=ADJUSTMENT">{t("reconcile.manual.adjust")}</ButtonLink>}
    >
      <Tabs
        label={t("reconcile.manual.tabs")}
        tabs={(["waiting", "decided"] as const).map((key) => ({
          to: `?show=${key}`,
          label: t(`reconcile.manual.${key}`),
          current: key === show,
        }))}
      />
      <Card flush>
        <Table
          rows={acts}
          rowKey={(act) => act.id}
          caption={t("reconcile.manual.title")}
          empty={t("reconcile.manual.none")}
          columns={[
            {
              key: "what",
              head: t("reconcile.manual.what"),
              main: true,
              cell: (act) => (
                <Link to={`/desk/books/manual/${act.id}`} className="font-medium text-river-700 hover:underline">
                  {t(`reconcile.manual.kind.${act.kind}`)} · {t(`reconcile.manual.act.${act.act as ActName}`)}
                </Link>
              ),
            },
            { key: "amount", head: t("reconcile.manual.amount"), end: true, cell: (act) => <Money fen={absolute(act.amountFen)} /> },
            { key: "party", head: t("reconcile.manual.party"), cell: (act) => act.org },
            { key: "by", head: t("reconcile.manual.by"), cell: (act) => act.proposedBy },
            { key: "at", head: t("reconcile.manual.at"), cell: (act) => <When at={act.proposedAt} /> },
            {
              key: "state",
              head: t("reconcile.manual.stateLabel"),
              cell: (act) => <Chip tone={manualTones[act.state]}>{t(`reconcile.manual.state.${act.state}`)}</Chip>,
            },
          ]}
        />
      </Card>
      <Pager previous={after ? `?show=${show}` : null} next={next && `?show=${show}&after=${next}`} />
      <Card title={t("reconcile.manual.suspense")} id="suspense" flush>
        <Table
          rows={suspense}
          rowKey={(item) => item.transactionId}
          caption={t("reconcile.manual.suspense")}
          empty={t("reconcile.manual.suspenseNone")}
          columns={[
            {
              key: "txn",
              head: t("reconcile.manual.transaction"),
              main: true,
              className: "font-mono text-sm break-all",
              cell: (item) => item.transactionId,
            },
            { key: "source", head: t("reconcile.manual.source"), className: "font-mono text-sm break-all", cell: (item) => item.source },
            { key: "amount", head: t("reconcile.manual.amount"), end: true, cell: (item) => <Money fen={item.netFen} sign /> },
            { key: "at", head: t("reconcile.manual.since"), cell: (item) => <When at={item.at} /> },
            {
              key: "do",
              head: <span className="sr-only">{t("reconcile.manual.propose")}</span>,
              cell: (item) => (
                <ButtonLink
                  size="sm"
                  to={
                    item.proposedId
                      ? `/desk/books/manual/${item.proposedId}`
                      : `/desk/books/manual/new?kind=SUSPENSE&of=${item.transactionId}`
                  }
                >
                  {t(item.proposedId ? "reconcile.manual.waits" : "reconcile.manual.propose")}
                </ButtonLink>
              ),
            },
          ]}
        />
      </Card>
      <Card title={t("reconcile.manual.refunds")} flush>
        <Table
          rows={refunds}
          rowKey={(refund) => refund.id}
          caption={t("reconcile.manual.refunds")}
          empty={t("reconcile.manual.refundsNone")}
          columns={[
            { key: "what", head: t("reconcile.manual.what"), main: true, cell: (refund) => `${refund.title} · ${refund.stage}` },
            { key: "party", head: t("reconcile.manual.party"), cell: (refund) => refund.party },
            { key: "amount", head: t("reconcile.manual.amount"), end: true, cell: (refund) => <Money fen={refund.amountFen} /> },
            { key: "why", head: t("money.books.why"), className: "max-w-xs break-words", cell: (refund) => refund.lastError },
            {
              key: "do",
              head: <span className="sr-only">{t("reconcile.manual.propose")}</span>,
              cell: (refund) => (
                <ButtonLink size="sm" to={`/desk/books/manual/new?kind=REFUND&of=${refund.id}`}>
                  {t("reconcile.manual.propose")}
                </ButtonLink>
              ),
            },
          ]}
        />
      </Card>
    </Page>
  );
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Printer, Sheet } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { orNotFound } from "#app/http.server.ts";
import type { MovementKind } from "#app/ledger/movements.ts";
import { type OpenNote, openNotes } from "#app/payments/day-statement/day.ts";
import { dayStatement } from "#app/payments/day-statement/queries.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { Button, buttonClass } from "#app/ui/button.tsx";
import { Card, Stat, Stats } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { DayResult } from "./days.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireOperator(request);
  return orNotFound(await dayStatement(orNotFound(z.iso.date().safeParse(params.day).data)));
}
export const meta = titled((t) => t("reconcile.day.title"));

export default function Day() {
  const { t } = useTranslation();
  const { statement, books, channel, bank, open, suspense, openCount, next, previous } = useLoaderData<typeof loader>();
  const kind = {
    key: "kind",
    head: t("reconcile.day.what"),
    main: true,
    cell: (row: { name: string }) => t(`money.kind.${row.name as MovementKind}`),
  };
  const count = { key: "count", head: t("reconcile.day.count"), end: true, cell: (row: { count: number }) => row.count };
  const amount = {
    key: "amount",
    head: t("reconcile.day.amount"),
    end: true,
    cell: (row: { amountFen: bigint }) => <Money fen={row.amountFen} sign />,
  };
  return (
    <Page
      title={t("reconcile.day.of", { day: statement.day })}
      intro={
        <>
          {t("reconcile.day.madeAt")} <When at={statement.at} />
        </>
      }
      chips={<DayResult {...statement} />}
      crumbs={[
        { label: t("money.books.title"), to: "/desk/books" },
        { label: t("reconcile.day.list"), to: "/desk/books/days" },
        { label: statement.day },
      ]}
      actions={
        <>
          <a href={`/desk/books/days/${statement.day}.csv`} className={buttonClass({ size: "sm" })} download>
            <Sheet size={15} aria-hidden /> {t("money.statement.csv")}
          </a>
          <Button type="button" size="sm" icon={<Printer size={15} aria-hidden />} onClick={() => window.print()}>
            {t("money.statement.print")}
          </Button>
        </>
      }
    >
      <Card>
        <Stats>
          <Stat label={t("reconcile.day.channelOpening")} value={<Money fen={statement.channelOpeningFen} />} />
          <Stat label={t("reconcile.day.channelClosing")} value={<Money fen={statement.channelClosingFen} />} />
          <Stat label={t("reconcile.day.booksOpening")} value={<Money fen={statement.booksOpeningFen} />} />
          <Stat label={t("reconcile.day.booksClosing")} value={<Money fen={statement.booksClosingFen} />} />
          <Stat
            label={t("reconcile.day.difference")}
            value={<Money fen={statement.channelClosingFen - statement.booksClosingFen} sign />}
          />
          <Stat
            label={t("reconcile.day.unexplained")}
            value={<Money fen={statement.unexplainedFen} sign />}
            tone={statement.unexplainedFen === 0n ? "ok" : "danger"}
          />
        </Stats>
      </Card>
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
        <Card title={t("reconcile.day.channelSide")} flush>
          <Table
            compact
            rows={channel}
            rowKey={(row) => `${row.name}${row.note}`}
            caption={t("reconcile.day.channelSide")}
            empty={t("reconcile.day.quiet")}
            columns={[
              {
                key: "type",
                head: t("reconcile.day.what"),
                main: true,
                cell: (row) => t(`reconcile.day.type.${row.name as "charge"}`, { defaultValue: row.name }),
              },
              count,
              amount,
              { key: "fee", head: t("reconcile.day.fee"), end: true, cell: (row) => row.feeFen !== 0n && <Money fen={-row.feeFen} /> },
            ]}
          />
        </Card>
        <Card title={t("reconcile.day.booksSide")} flush>
          <Table
            compact
            rows={books}
            rowKey={(row) => row.name}
            caption={t("reconcile.day.booksSide")}
            empty={t("reconcile.day.quiet")}
            columns={[kind, count, amount]}
          />
        </Card>
      </div>
      <Card title={t("reconcile.day.differences")} flush>
        <Table
          rows={open}
          rowKey={(row) => row.name}
          caption={t("reconcile.day.differences")}
          empty={t("reconcile.day.noDifferences")}
          columns={[
            { key: "item", head: t("reconcile.day.item"), main: true, className: "font-mono text-sm break-all", cell: (row) => row.name },
            {
              key: "why",
              head: t("reconcile.day.why"),
              cell: (row) => (openNotes.includes(row.note as OpenNote) ? t(`reconcile.day.note.${row.note as OpenNote}`) : row.note),
            },
            amount,
          ]}
        />
        {openCount > open.length && (
          <p className="px-5 py-3 text-sm text-muted">{t("reconcile.day.more", { count: openCount, shown: open.length })}</p>
        )}
      </Card>
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
        <Card title={t("reconcile.day.suspenseSide")} flush>
          <Table
            compact
            rows={suspense}
            rowKey={(row) => row.name}
            caption={t("reconcile.day.suspenseSide")}
            empty={t("reconcile.manual.suspenseNone")}
            columns={[
              { key: "item", head: t("reconcile.day.item"), main: true, className: "font-mono text-sm break-all", cell: (row) => row.name },
              amount,
            ]}
          />
        </Card>
        <Card title={t("reconcile.day.bankSide")} flush>
          <Table
            compact
            rows={bank}
            rowKey={(row) => row.name}
            caption={t("reconcile.day.bankSide")}
            empty={t("reconcile.day.quiet")}
            columns={[kind, count, amount]}
          />
          <p className="px-5 py-3 text-sm text-muted">
            {t("reconcile.day.bankClosing")} <Money fen={statement.bankClosingFen} />
          </p>
        </Card>
      </div>
      <p className="font-mono text-xs break-all text-muted">{statement.hash}</p>
      <Pager previous={previous && `/desk/books/days/${previous}`} next={next && `/desk/books/days/${next}`} />
    </Page>
  );
}

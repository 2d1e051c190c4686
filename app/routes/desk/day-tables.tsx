import { useTranslation } from "react-i18next";
import type { MovementKind } from "#app/ledger/movements.ts";
import { type OpenNote, openNotes } from "#app/payments/day-statement/day.ts";
import type { dayStatement } from "#app/payments/day-statement/queries.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Money } from "#app/ui/money.tsx";
import { Table } from "#app/ui/table.tsx";

type Day = NonNullable<Awaited<ReturnType<typeof dayStatement>>>;

/** Both sides of a day, each difference with its reason, what stands in suspense, and the bank. */
export function DayTables({ statement, books, channel, bank, open, suspense, openCount }: Day) {
  const { t } = useTranslation();
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
    <>
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
    </>
  );
}

import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { StandingPage } from "#app/deposits/queries.server.ts";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Table } from "#app/ui/table.tsx";

type Row = StandingPage["money"][number];

/** Every sum between the organisation and deposits: its own, and those whose promise protected it. */
export function MoneyRows({ rows, payable, orgId }: { rows: readonly Row[]; payable: boolean; orgId: string }) {
  const { t } = useTranslation();
  const waits = (row: Row) => row.way === "TRANSFER" && (row.state === "READY" || row.state === "PENDING") && !payable;
  return (
    <Card title={t("deposits.page.money")} flush>
      <Table
        rows={rows}
        rowKey={(row) => row.id}
        caption={t("deposits.page.money")}
        empty={t("deposits.page.noMoney")}
        columns={[
          {
            key: "what",
            head: t("deposits.money.kind"),
            main: true,
            cell: (row) => (
              <>
                {t(`deposits.money.what.${row.what}`)}
                {row.title && <span className="block text-sm text-muted">{row.title}</span>}
              </>
            ),
          },
          { key: "at", head: t("deposits.money.at"), cell: (row) => <When at={row.at} /> },
          {
            key: "state",
            head: t("deposits.money.where"),
            cell: (row) =>
              row.repaidFen === row.amountFen ? (
                <Repaid fen={row.repaidFen} orgId={orgId} />
              ) : row.state && row.way ? (
                <span className="text-sm">
                  {t(`deposits.money.way.${row.way}`)} · {t(`deposits.money.state.${row.state}`)}
                  {row.repaidFen > 0n && <Repaid fen={row.repaidFen} orgId={orgId} />}
                  {waits(row) && (
                    <Link to={`/payee?org=${orgId}`} className="link block">
                      {t("deposits.money.waitsForAccount")}
                    </Link>
                  )}
                </span>
              ) : (
                t("deposits.money.state.DONE")
              ),
          },
          {
            key: "fen",
            head: t("deposits.money.amount"),
            end: true,
            cell: (row) => <Money fen={row.sign < 0 ? -row.amountFen : row.amountFen} />,
          },
        ]}
      />
    </Card>
  );
}

/** What of a sum repaid the organisation's debts instead of being sent. */
function Repaid({ fen, orgId }: { fen: bigint; orgId: string }) {
  const { t } = useTranslation();
  return (
    <Link to={`/payee?org=${orgId}`} className="link block text-sm">
      {t("cards.kept.TRANSFER", { fen })}
    </Link>
  );
}

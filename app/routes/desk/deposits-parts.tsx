import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { deskDeposits } from "#app/deposits/desk.server.ts";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Table } from "#app/ui/table.tsx";
import { DepositStateChip } from "../deposits/parts/claim-chip.tsx";

type Deposits = Awaited<ReturnType<typeof deskDeposits>>["rows"];

export function AllDeposits({ deposits }: { deposits: Deposits }) {
  const { t } = useTranslation();
  return (
    <Card title={t("deposits.desk.all")} flush>
      <Table
        rows={deposits}
        rowKey={(row) => row.id}
        caption={t("deposits.desk.all")}
        empty={t("deposits.desk.none")}
        columns={[
          {
            key: "who",
            head: t("deposits.desk.who"),
            main: true,
            cell: (row) => (
              <>
                <Link to={`/providers/${row.org.id}`} className="font-medium text-river-700 hover:underline">
                  {row.org.name}
                </Link>
                {row.task && (
                  <Link to={`/tasks/${row.task.id}`} className="block text-sm text-muted hover:underline">
                    {row.task.title}
                  </Link>
                )}
              </>
            ),
          },
          { key: "kind", head: t("deposits.desk.kind"), cell: (row) => t(`deposits.desk.kinds.${row.kind}`) },
          { key: "state", head: t("deposits.desk.state"), cell: (row) => <DepositStateChip state={row.state} /> },
          { key: "since", head: t("deposits.desk.since"), cell: (row) => row.heldAt && <When at={row.heldAt} day /> },
          { key: "paid", head: t("deposits.desk.paidIn"), end: true, cell: (row) => <Money fen={row.paidFen} /> },
          { key: "back", head: t("deposits.desk.back"), end: true, cell: (row) => <Money fen={row.returnedFen} /> },
          { key: "lost", head: t("deposits.desk.lost"), end: true, cell: (row) => <Money fen={row.forfeitedFen} /> },
          { key: "held", head: t("deposits.desk.held"), end: true, cell: (row) => <Money fen={row.heldFen} strong /> },
        ]}
      />
    </Card>
  );
}

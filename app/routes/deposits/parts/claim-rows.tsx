import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { StandingPage } from "#app/deposits/queries.server.ts";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Table } from "#app/ui/table.tsx";
import { ClaimChip } from "./claim-chip.tsx";

export function ClaimRows({ claims }: { claims: StandingPage["claims"] }) {
  const { t } = useTranslation();
  return (
    <Card title={t("deposits.page.claims")} flush>
      <Table
        rows={claims}
        rowKey={(row) => row.id}
        caption={t("deposits.page.claims")}
        empty={t("deposits.page.noClaims")}
        columns={[
          {
            key: "contract",
            head: t("deposits.claim.contract"),
            main: true,
            cell: (row) => (
              <Link to={`/claims/${row.id}`} className="font-medium text-river-700 hover:underline">
                {row.contract.title}
              </Link>
            ),
          },
          { key: "promise", head: t("deposits.claim.promise"), cell: (row) => t(`deposits.promise.${row.promise}`) },
          { key: "at", head: t("deposits.claim.filedAt"), cell: (row) => <When at={row.filedAt} day /> },
          { key: "state", head: t("deposits.desk.state"), cell: (row) => <ClaimChip state={row.state} /> },
          {
            key: "fen",
            head: t("deposits.money.amount"),
            end: true,
            cell: (row) => <Money fen={row.state === "PAID" ? row.paidFen : row.amountFen} />,
          },
        ]}
      />
    </Card>
  );
}

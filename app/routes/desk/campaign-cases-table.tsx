import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { CaseRow } from "#app/campaigns/watching/cases.server.ts";
import { Chip } from "#app/ui/chip.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { Table } from "#app/ui/table.tsx";

/** `own`: on a campaign's own page its name goes without saying. */
export function CasesTable({ cases, empty, own }: { cases: CaseRow[]; empty: string; own?: boolean }) {
  const { t } = useTranslation();
  return (
    <Table
      rows={cases}
      rowKey={(row) => row.id}
      caption={t("campaigns.watching.cases.title")}
      empty={empty}
      columns={[
        {
          key: "kind",
          head: t("campaigns.watching.cases.kind"),
          main: true,
          cell: (row) => (
            <span className="grid">
              <Link to={`/desk/campaigns/cases/${row.id}`} className="link">
                {t(`campaigns.watching.cases.kinds.${row.kind}`)}
              </Link>
              {!own && <span className="text-sm font-normal text-muted">{row.title}</span>}
            </span>
          ),
        },
        {
          key: "source",
          head: t("campaigns.watching.cases.sourceHead"),
          cell: (row) => t(`campaigns.watching.cases.source.${row.source as "report" | "clock"}`),
        },
        {
          key: "state",
          head: t("campaigns.watching.one.state"),
          cell: (row) => <Chip tone={row.state === "OPEN" ? "warn" : "neutral"}>{t(`campaigns.watching.cases.state.${row.state}`)}</Chip>,
        },
        { key: "at", head: t("campaigns.watching.cases.at"), cell: (row) => <When at={row.at} /> },
        {
          key: "look",
          head: t("campaigns.watching.cases.lookBy"),
          cell: (row) =>
            row.lookedAt || row.state === "DECIDED" ? (
              <span className="text-muted">{t("campaigns.watching.cases.looked")}</span>
            ) : (
              <Deadline at={row.lookBy} />
            ),
        },
      ]}
    />
  );
}

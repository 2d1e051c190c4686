import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { MovementKind } from "#app/ledger/movements.ts";
import { pathOf, type StatementLine, type StatementRole, type usualPeriods } from "#app/ledger/statement.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Field } from "#app/ui/field.tsx";
import { Money } from "#app/ui/money.tsx";
import { Table } from "#app/ui/table.tsx";

type Chosen = { periods: ReturnType<typeof usualPeriods>; orgId: string; role: StatementRole; from: string; to: string };

/** The periods that people ask for, one press each. */
export function Periods({ periods, orgId, role, from, to }: Chosen) {
  const { t } = useTranslation();
  return (
    <nav className="no-print flex flex-wrap gap-2" aria-label={t("money.statement.periods")}>
      {periods.map((period) => (
        <ButtonLink
          key={period.key}
          size="sm"
          variant={period.from === from && period.to === to ? "primary" : "secondary"}
          to={`?${new URLSearchParams({ org: orgId, role, from: period.from, to: period.to })}`}
        >
          {t(`money.statement.period.${period.key}`)}
        </ButtonLink>
      ))}
    </nav>
  );
}

/** The platform's fees of a month as a file. */
export function OwnFees({ orgId, month }: { orgId: string; month: string }) {
  const { t } = useTranslation();
  return (
    <Card title={t("money.fees.own")} className="no-print">
      <p className="text-sm text-muted">{t("money.fees.ownText")}</p>
      <form action="/statement/fees" className="flex flex-wrap items-end gap-3">
        <input type="hidden" name="org" value={orgId} />
        <Field type="month" name="month" label={t("money.fees.month")} defaultValue={month} />
        {(["csv", "xlsx"] as const).map((format) => (
          <Button key={format} size="sm" name="format" value={format}>
            {t(`money.fees.${format}`)}
          </Button>
        ))}
      </form>
    </Card>
  );
}

function Title({ line }: { line: StatementLine }) {
  const path = pathOf(line);
  if (!line.title || !path) return line.title;
  return (
    <Link to={path} className="text-river-700 hover:underline">
      {line.title}
    </Link>
  );
}

/** Every line with what it is, whom it was with, and what is held after it. */
export function Lines({ lines, role }: { lines: readonly StatementLine[]; role: StatementRole }) {
  const { t } = useTranslation();
  return (
    <Card flush>
      <Table
        rows={lines}
        rowKey={(line) => line.id}
        caption={t("money.statement.title")}
        empty={t("money.statement.none")}
        columns={[
          { key: "at", head: t("money.statement.at"), cell: (line) => <When at={line.at} /> },
          { key: "what", head: t("money.statement.what"), cell: (line) => t(`money.kind.${line.kind as MovementKind}`) },
          {
            key: "about",
            head: t("money.statement.about"),
            main: true,
            cell: (line) => (
              <>
                <Title line={line} />
                {line.stage && (
                  <span className="block text-sm text-muted">
                    {line.stage} · {line.other}
                  </span>
                )}
              </>
            ),
          },
          ...(role === "provider"
            ? [
                {
                  key: "fee",
                  head: t("money.statement.fee"),
                  end: true,
                  cell: (line: (typeof lines)[number]) => line.feeFen > 0n && <Money fen={line.feeFen} />,
                },
              ]
            : []),
          { key: "effect", head: t("money.statement.amount"), end: true, cell: (line) => <Money fen={line.effectFen} sign /> },
          { key: "balance", head: t(`money.statement.balance.${role}`), end: true, cell: (line) => <Money fen={line.balanceFen} /> },
        ]}
      />
    </Card>
  );
}

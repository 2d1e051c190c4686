import { useTranslation } from "react-i18next";
import type { CheckResult } from "#app/ledger/audit.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Table } from "#app/ui/table.tsx";

/** Each check of the books as a sentence with its result. */
export function BooksChecks({ checks }: { checks: CheckResult[] }) {
  const { t } = useTranslation();
  const broken = checks.filter((check) => check.found > 0).length;
  return (
    <Card
      title={t("money.books.checks")}
      actions={
        <Chip tone={broken ? "danger" : "ok"}>{broken ? t("money.books.broken", { count: broken }) : t("money.books.allRight")}</Chip>
      }
      flush
    >
      <Table
        rows={checks}
        rowKey={(check) => check.name}
        caption={t("money.books.checks")}
        compact
        columns={[
          {
            key: "sentence",
            head: t("money.books.check"),
            main: true,
            cell: (check) => (
              <>
                {t(`money.check.${check.name}`)}
                {check.examples.map((example) => (
                  <span key={example} className="block font-mono text-sm break-all text-danger-600">
                    {example}
                  </span>
                ))}
              </>
            ),
          },
          {
            key: "found",
            head: t("money.books.result"),
            cell: (check) =>
              check.found === 0 ? (
                <Chip tone="ok">{t("money.books.right")}</Chip>
              ) : (
                <Chip tone="danger">{t("money.books.found", { count: check.found })}</Chip>
              ),
          },
        ]}
      />
    </Card>
  );
}

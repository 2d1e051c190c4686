import { useTranslation } from "react-i18next";
import type { KeptCheck } from "#app/people/desk/alarms/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Table } from "#app/ui/table.tsx";

/** Each check of the books as a sentence with what it found when it was last run: the clock runs them, or whoever asks now. */
export function BooksChecks({ checks }: { checks: KeptCheck[] }) {
  const { t } = useTranslation();
  const never = checks.filter((check) => check.at === null).length;
  const late = checks.filter((check) => check.isLate).length;
  const broken = checks.filter((check) => check.found > 0).length;
  return (
    <Card
      title={t("money.books.checks")}
      actions={
        <>
          {late > 0 && <Chip tone="danger">{t("reconcile.checks.late", { count: late })}</Chip>}
          {never === 0 && (broken > 0 || late === 0) && (
            <Chip tone={broken ? "danger" : "ok"}>{broken ? t("money.books.broken", { count: broken }) : t("money.books.allRight")}</Chip>
          )}
          <PostForm intent="check">
            <Button size="sm">{t("reconcile.checks.now")}</Button>
          </PostForm>
        </>
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
              check.at === null ? (
                <Chip>{t("reconcile.checks.notYet")}</Chip>
              ) : check.failed ? (
                <Chip tone="danger">{t("reconcile.checks.failed")}</Chip>
              ) : check.found === 0 ? (
                <Chip tone="ok">{t("money.books.right")}</Chip>
              ) : (
                <Chip tone="danger">{t("money.books.found", { count: check.found })}</Chip>
              ),
          },
          {
            key: "at",
            head: t("reconcile.checks.at"),
            cell: (check) =>
              check.at && (
                <>
                  <When at={check.at} className={check.isLate ? "text-sm text-danger-600" : "text-sm text-muted"} />
                  {check.isLate && <span className="block text-sm text-danger-600">{t("reconcile.checks.notRun")}</span>}
                </>
              ),
          },
        ]}
      />
    </Card>
  );
}

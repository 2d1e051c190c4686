import { useTranslation } from "react-i18next";
import type { lastComparison } from "#app/payments/compare-balance.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { PostForm } from "#app/ui/reply.tsx";

/** What the channel says it holds beside what the books say. */
export function BooksChannel({ comparison }: { comparison: Awaited<ReturnType<typeof lastComparison>> }) {
  const { t } = useTranslation();
  return (
    <Card
      title={t("money.books.channel")}
      actions={
        <PostForm intent="compare">
          <Button size="sm">{t("money.books.compare")}</Button>
        </PostForm>
      }
    >
      {comparison ? (
        <KeyValue
          pairs={[
            { label: t("money.books.theirs"), value: <Money fen={comparison.theirsFen} /> },
            { label: t("money.books.ours"), value: <Money fen={comparison.oursFen} /> },
            ...(comparison.underWayFen === 0n
              ? []
              : [{ label: t("money.books.underWay"), value: <Money fen={comparison.underWayFen} sign /> }]),
            {
              label: t("money.books.result"),
              value: comparison.agrees ? (
                <Chip tone="ok">{t("money.books.agrees")}</Chip>
              ) : (
                <Chip tone={comparison.alarming ? "danger" : "warn"}>
                  {t(comparison.alarming ? "money.books.differs" : "money.books.differsYet")}
                </Chip>
              ),
            },
            ...(comparison.differsSince ? [{ label: t("money.books.differsSince"), value: <When at={comparison.differsSince} /> }] : []),
            { label: t("money.books.comparedAt"), value: <When at={comparison.at} /> },
          ]}
        />
      ) : (
        <p className="text-muted">{t("money.books.never")}</p>
      )}
    </Card>
  );
}

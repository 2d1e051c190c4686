import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Money } from "#app/ui/money.tsx";
import { PostForm } from "#app/ui/reply.tsx";

type Sum = { id: string; amountFen: bigint; lastError: string | null };

/** Sums that no further try will move by itself, each with the button that lets it be tried again. */
export function StuckSums<S extends Sum>({ sums, about }: { sums: readonly S[]; about: (sum: S) => ReactNode }) {
  const { t } = useTranslation();
  if (sums.length === 0) return null;
  return (
    <Card title={t("desk.stuck.title")}>
      <p className="text-sm text-muted">{t("desk.stuck.text")}</p>
      <ul className="grid gap-3">
        {sums.map((sum) => (
          <li key={sum.id} className="flex flex-wrap items-center justify-between gap-3 rounded-md border border-line px-4 py-3">
            <span className="min-w-0">
              <Money fen={sum.amountFen} strong /> · {about(sum)}
              <span className="block text-sm break-words text-muted">
                {t("desk.stuck.error")}
                {t("ui.colon")}
                {sum.lastError}
              </span>
            </span>
            <PostForm intent={`retry:${sum.id}`}>
              <input type="hidden" name="sumId" value={sum.id} />
              <Button size="sm">{t("desk.stuck.retry")}</Button>
            </PostForm>
          </li>
        ))}
      </ul>
    </Card>
  );
}

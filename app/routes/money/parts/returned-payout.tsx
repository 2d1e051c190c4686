import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";

const known = [
  "account_closed",
  "no_account",
  "invalid_account_number",
  "incorrect_account_holder_name",
  "insufficient_funds",
  "debit_not_authorized",
  "declined",
] as const;

/** The payee's own bank sent a payout back: what happened, where the money is, and what to do. */
export function ReturnedPayout({ orgId, payout, manages }: { orgId: string; payout: { why: string; fen: bigint }; manages: boolean }) {
  const { t } = useTranslation();
  const why = t(`cards.payout.why.${known.find((one) => one === payout.why) ?? "other"}`);
  return (
    <Notice
      tone="danger"
      title={t("cards.payout.title")}
      action={
        manages && (
          <PostForm action={`/payee?org=${orgId}`}>
            <Button variant="primary">{t("cards.payout.fix")}</Button>
          </PostForm>
        )
      }
    >
      {t("cards.payout.text", { fen: payout.fen, why })}
    </Notice>
  );
}

import { useTranslation } from "react-i18next";
import { declineWord } from "#app/campaigns/collecting/attempts.ts";
import type { PledgeMoney } from "#app/campaigns/refunding/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { Deadline, When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { PostForm } from "#app/ui/reply.tsx";

/** A card that could not be charged: why, until when it can be mended, and the two ways to do it. */
export function RecoveryBox({ money: { recovery } }: { money: PledgeMoney }) {
  const { t } = useTranslation();
  if (!recovery) return null;
  return (
    <Card id="recovery" title={t("campaigns.collecting.recovery.title")}>
      <p>{t(`campaigns.collecting.decline.${declineWord(recovery.decline)}`, { last4: recovery.card ?? "····" })}</p>
      <KeyValue
        pairs={[
          { label: t("campaigns.collecting.recovery.amount"), value: <Money fen={recovery.amountFen} strong /> },
          { label: t("campaigns.collecting.recovery.until"), value: <Deadline at={recovery.endsAt} /> },
          recovery.nextAttemptAt !== null && {
            label: t("campaigns.collecting.recovery.next"),
            value: <When at={recovery.nextAttemptAt} />,
          },
        ]}
      />
      <div className="flex flex-wrap items-start gap-3">
        <PostForm intent="recover" reloadDocument>
          <Button variant="live" size="lg">
            {t("campaigns.collecting.recovery.pay", { amountFen: recovery.amountFen })}
          </Button>
        </PostForm>
        {recovery.mayRetry && (
          <PostForm intent="retryCard">
            <Button>{t("campaigns.collecting.recovery.retry")}</Button>
          </PostForm>
        )}
      </div>
      <p className="text-sm text-muted">{t("campaigns.collecting.recovery.hint")}</p>
    </Card>
  );
}

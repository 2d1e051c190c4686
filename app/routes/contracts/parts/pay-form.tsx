import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { PostForm } from "#app/ui/reply.tsx";

/** Leads to the payment page. A full post: the answer leaves this site. */
export function PayForm({ stage }: { stage: { id: string; amountFen: bigint } }) {
  const { t } = useTranslation();
  return (
    <PostForm intent="pay" reloadDocument className="gap-2">
      <input type="hidden" name="milestoneId" value={stage.id} />
      <Button variant="primary" className="justify-self-start">
        {t("contracts.flow.pay", { amountFen: stage.amountFen })}
      </Button>
      <p className="text-sm text-muted">{t("contracts.flow.payHint")}</p>
    </PostForm>
  );
}

/** The same for the difference that a change order makes. */
export function RaiseForm({ orderId, amountFen }: { orderId: string; amountFen: bigint }) {
  const { t } = useTranslation();
  return (
    <PostForm intent="payRaise" reloadDocument className="gap-2">
      <input type="hidden" name="orderId" value={orderId} />
      <Button variant="primary" className="justify-self-start">
        {t("contracts.changes.pay", { amountFen })}
      </Button>
      <p className="text-sm text-muted">{t("contracts.flow.payHint")}</p>
    </PostForm>
  );
}

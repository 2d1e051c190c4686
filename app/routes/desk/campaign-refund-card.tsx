import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { deskRefunds } from "#app/campaigns/refunding/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Field } from "#app/ui/field.tsx";
import { Money } from "#app/ui/money.tsx";
import { ReasonDialog } from "#app/ui/reason-dialog.tsx";
import { PostForm } from "#app/ui/reply.tsx";

type Refund = Awaited<ReturnType<typeof deskRefunds>>["refunds"][number];

/** A refund that is not final, and what an operator can do about it. */
export function RefundCard({ refund, me }: { refund: Refund; me: string }) {
  const { t } = useTranslation();
  const hidden = <input type="hidden" name="refundId" value={refund.id} />;
  const shown = refund.payee && <input type="hidden" name="shown" value={refund.payee.mark} />;
  return (
    <Card
      title={
        <>
          <Money fen={refund.amountFen} /> · {t(`campaigns.collecting.refund.state.${refund.state}`)}
        </>
      }
    >
      <KeyValue
        pairs={[
          {
            label: t("campaigns.payouts.desk.campaign"),
            value: (
              <Link to={`/desk/campaigns/${refund.campaignId}`} className="text-river-700 hover:underline">
                {refund.title}
              </Link>
            ),
          },
          { label: t("campaigns.payouts.desk.backer"), value: refund.backer },
          { label: t("campaigns.payouts.desk.reason"), value: t(`campaigns.collecting.reason.${refund.reason}`) },
          { label: t("campaigns.payouts.desk.since"), value: <When at={refund.entitledAt} /> },
          refund.lastError !== null && { label: t("campaigns.payouts.desk.error"), value: refund.lastError },
          refund.payee !== null && {
            label: t("campaigns.payouts.desk.payee"),
            value: (
              <span className="digits">
                {refund.payee.name} {refund.payee.account}
              </span>
            ),
          },
        ]}
      />
      {refund.state === "STUCK" && (
        <div className="flex flex-wrap gap-3">
          <PostForm intent={`again:${refund.id}`}>
            {hidden}
            <Button variant="primary">{t("campaigns.payouts.desk.again")}</Button>
          </PostForm>
          <PostForm intent={`byHand:${refund.id}`}>
            {hidden}
            <Button>{t("campaigns.payouts.desk.byHand")}</Button>
          </PostForm>
        </div>
      )}
      {refund.payee && refund.approvedById === null && (
        <PostForm intent={`approve:${refund.id}`}>
          {hidden}
          {shown}
          <Button variant="primary" className="justify-self-start">
            {t("campaigns.payouts.desk.approve")}
          </Button>
        </PostForm>
      )}
      {refund.payee && refund.approvedById !== null && (
        <>
          <p className="text-sm text-muted">{t("campaigns.payouts.desk.approvedBy", { name: refund.approvedBy ?? "" })}</p>
          {refund.approvedById !== me && (
            <PostForm intent={`pay:${refund.id}`} className="max-w-md">
              {hidden}
              {shown}
              <Field name="reference" label={t("campaigns.payouts.desk.reference")} maxLength={60} required />
              <Button variant="primary" className="justify-self-start">
                {t("campaigns.payouts.desk.pay")}
              </Button>
            </PostForm>
          )}
        </>
      )}
      {refund.payee && (
        <div>
          <ReasonDialog
            intent={`refuse:${refund.id}`}
            variant="danger"
            quiet="secondary"
            trigger={t("campaigns.payouts.desk.refusePayee")}
            intro={t("campaigns.payouts.desk.refusePayeeIntro")}
            label={t("campaigns.payouts.desk.refusePayeeWhy")}
            least={4}
            most={300}
            hidden={{ refundId: refund.id, shown: refund.payee.mark }}
          />
        </div>
      )}
    </Card>
  );
}

import { useTranslation } from "react-i18next";
import type { PledgeMoney } from "#app/campaigns/refunding/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { PostForm } from "#app/ui/reply.tsx";

/** Sending, or the tax of the reward, costs more than was agreed: what the backer may do about it, of which nothing is one. */
export function RiseBox({ money: { rise } }: { money: PledgeMoney }) {
  const { t } = useTranslation();
  if (!rise) return null;
  const tax = rise.rewardId !== null;
  return (
    <Card title={t(tax ? "campaigns.pledging.rise.taxTitle" : "campaigns.pledging.rise.title")}>
      {rise.open && <p>{t(tax ? "campaigns.pledging.rise.taxText" : "campaigns.pledging.rise.text")}</p>}
      <KeyValue
        stacked
        pairs={[
          { label: t("campaigns.pledging.rise.estimate"), value: <Money fen={rise.estimateFen} /> },
          { label: t("campaigns.pledging.rise.total"), value: <Money fen={rise.totalFen} /> },
          { label: t("campaigns.pledging.rise.due"), value: <Money fen={rise.dueFen} strong /> },
          rise.open && { label: t("campaigns.pledging.rise.until"), value: <Deadline at={rise.untilAt} /> },
        ]}
      />
      {rise.open && rise.mayLeave && <p>{t("campaigns.pledging.rise.mayLeave")}</p>}
      {rise.open && (
        <PostForm intent="payExtra" reloadDocument>
          <div>
            <Button variant="primary">{t("campaigns.pledging.rise.pay", { dueFen: rise.dueFen })}</Button>
          </div>
        </PostForm>
      )}
      {!rise.open && <p className="text-muted">{t(rise.paidAt ? "campaigns.pledging.rise.paid" : "campaigns.pledging.rise.over")}</p>}
    </Card>
  );
}

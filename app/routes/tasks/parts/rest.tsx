import { useTranslation } from "react-i18next";
import type { RestOffer } from "#app/tasks/award/rest-offer.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { PostForm } from "#app/ui/reply.tsx";

/** The contract ended on the way: the employer may ask the standby to take over what is left. */
export function RestCard({ rest }: { rest: RestOffer | null }) {
  const { t } = useTranslation();
  if (!rest) return null;
  return (
    <Card title={t("tasks.bidding.rest.title")}>
      <p>{t("tasks.bidding.rest.text", { label: rest.label })}</p>
      <ul className="grid gap-1">
        {rest.stages.map((stage) => (
          <li key={stage.ord} className="flex flex-wrap justify-between gap-x-4">
            <span>
              {stage.ord}. {stage.title}
            </span>
            <Money fen={stage.amountFen} />
          </li>
        ))}
      </ul>
      {rest.untilAt && (
        <p className="text-sm text-muted">
          {t("tasks.bidding.rest.until")} <When at={rest.untilAt} />
        </p>
      )}
      <PostForm intent="offerRest">
        <Button variant="primary" className="justify-self-start">
          {t("tasks.bidding.rest.offer")}
        </Button>
      </PostForm>
    </Card>
  );
}

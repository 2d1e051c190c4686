import { useTranslation } from "react-i18next";
import type { Delivery } from "#app/campaigns/fulfilling/delivery.server.ts";
import { sentStates } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { Notice } from "#app/ui/notice.tsx";

/** Where the reward goes and whether the creator still waits for answers; nothing for a pledge that sends nothing and asks nothing. */
export function SurveyBox({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const { survey, shipTo, answeredAt } = delivery;
  const standing = ["PLEDGED", "CHARGING", "ERRORED", "AUTH_REQUIRED", "COLLECTED"].includes(delivery.state);
  if (!standing || (!delivery.ships && !survey)) return null;
  const sent = delivery.shipments.some((parcel) => sentStates.includes(parcel.state));
  const locked = sent || (survey !== null && (survey.lockedAt !== null || (survey.lockAt !== null && survey.lockAt <= delivery.now)));
  const waits = survey !== null && !locked && answeredAt === null;
  return (
    <Card title={t(survey ? "campaigns.fulfilling.mine.survey" : "campaigns.fulfilling.mine.addressOnly")}>
      {waits && <Notice tone="warn">{t("campaigns.fulfilling.mine.surveyWaits")}</Notice>}
      {shipTo ? (
        <p>
          {shipTo.name} {shipTo.phone}
          <span className="block text-muted">
            {shipTo.region} {shipTo.street}
          </span>
        </p>
      ) : (
        delivery.ships && <p className="text-muted">{t("campaigns.fulfilling.mine.none")}</p>
      )}
      {locked && <p className="text-sm text-muted">{t("campaigns.fulfilling.mine.surveyLocked")}</p>}
      {survey?.lockAt && !locked && (
        <p className="text-sm text-muted">
          {t("campaigns.fulfilling.mine.locksAt")} <Deadline at={survey.lockAt} />
        </p>
      )}
      <ButtonLink to={`/pledges/${delivery.id}/survey`} variant={waits ? "primary" : "secondary"} size="sm" className="justify-self-start">
        {t(locked ? "campaigns.fulfilling.mine.look" : waits ? "campaigns.fulfilling.mine.open" : "campaigns.fulfilling.mine.change")}
      </ButtonLink>
    </Card>
  );
}

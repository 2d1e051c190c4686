import { useTranslation } from "react-i18next";
import type { Delivery } from "#app/campaigns/fulfilling/delivery.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { Notice } from "#app/ui/notice.tsx";

/** Where the reward goes and whether the creator still waits for answers; nothing for a pledge that sends nothing and asks nothing. */
export function SurveyBox({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const { survey, shipTo, answeredAt, takes, standing } = delivery;
  if (!standing || (!delivery.ships && !survey)) return null;
  const locked = takes === "nothing";
  const owed = takes === "address";
  const waits = owed || (survey !== null && !locked && answeredAt === null);
  return (
    <Card title={t(survey ? "campaigns.fulfilling.mine.survey" : "campaigns.fulfilling.mine.addressOnly")}>
      {waits && <Notice tone="warn">{t(owed ? "campaigns.fulfilling.mine.addressOwed" : "campaigns.fulfilling.mine.surveyWaits")}</Notice>}
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
      {survey?.lockAt && takes === "all" && (
        <p className="text-sm text-muted">
          {t("campaigns.fulfilling.mine.locksAt")} <Deadline at={survey.lockAt} />
        </p>
      )}
      <ButtonLink to={`/pledges/${delivery.id}/survey`} variant={waits ? "primary" : "secondary"} size="sm" className="justify-self-start">
        {t(
          locked
            ? "campaigns.fulfilling.mine.look"
            : owed
              ? "campaigns.fulfilling.mine.give"
              : waits
                ? "campaigns.fulfilling.mine.open"
                : "campaigns.fulfilling.mine.change",
        )}
      </ButtonLink>
    </Card>
  );
}

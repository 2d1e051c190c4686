import { useTranslation } from "react-i18next";
import type { Delivery } from "#app/campaigns/fulfilling/delivery.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { ParcelChip, TrackingNumbers } from "../../campaigns/parts/parcels.tsx";

/** Queue, batch and parcels in short, with the way to confirm and to complain; nothing before the money is in. */
export function DeliveryBox({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const began = delivery.state === "COLLECTED" || delivery.shipments.length > 0;
  if (!began || (!delivery.ships && delivery.shipments.length === 0 && delivery.messages.length === 0)) return null;
  const waits = delivery.shipments.some((parcel) => parcel.state === "SHIPPED" || parcel.state === "DELAYED");
  return (
    <Card title={t("campaigns.fulfilling.mine.delivery")}>
      <KeyValue
        pairs={[
          delivery.queueNo !== null && {
            label: t("campaigns.fulfilling.mine.queue"),
            value: <span className="digits">{delivery.queueNo}</span>,
          },
          delivery.batch !== null && {
            label: t("campaigns.fulfilling.mine.batch"),
            value: (
              <>
                {t("campaigns.fulfilling.batches.name", { title: delivery.batch.title })} <When at={delivery.batch.plannedAt} day />
              </>
            ),
          },
        ]}
      />
      {delivery.ships && delivery.shipments.length === 0 && <p className="text-muted">{t("campaigns.fulfilling.mine.noParcel")}</p>}
      {delivery.shipments.map((parcel) => (
        <p key={parcel.id} className="flex flex-wrap items-center gap-2">
          <TrackingNumbers parcel={parcel} />
          <ParcelChip parcel={parcel} />
        </p>
      ))}
      <ButtonLink
        to={`/pledges/${delivery.id}/delivery`}
        variant={waits ? "primary" : "secondary"}
        size="sm"
        className="justify-self-start"
      >
        {t(waits ? "campaigns.fulfilling.mine.received" : "campaigns.fulfilling.mine.look")}
      </ButtonLink>
    </Card>
  );
}

import { useTranslation } from "react-i18next";
import type { BackerView } from "#app/campaigns/fulfilling/queries.server.ts";
import { carriers } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field, regionOptions, SelectField } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { type Parcel, ParcelBox } from "./parcels.tsx";

/** A parcel and what its sender can say of it. */
export function ParcelActs({ parcel, acts }: { parcel: Parcel; acts: boolean }) {
  const { t } = useTranslation();
  const onItsWay = parcel.state === "SHIPPED" || parcel.state === "DELAYED";
  return (
    <ParcelBox parcel={parcel}>
      {acts && onItsWay && !parcel.signedAt && (
        <div className="flex flex-wrap gap-2">
          <PostForm intent={`signed:${parcel.id}`}>
            <input type="hidden" name="shipmentId" value={parcel.id} />
            <Button size="sm">{t("campaigns.fulfilling.backer.signed")}</Button>
          </PostForm>
          {parcel.state === "SHIPPED" && (
            <Dialog
              trigger={t("campaigns.fulfilling.backer.delay")}
              title={t("campaigns.fulfilling.backer.delay")}
              size="sm"
              variant="ghost"
              intent={`delay:${parcel.id}`}
            >
              <PostForm intent={`delay:${parcel.id}`}>
                <input type="hidden" name="shipmentId" value={parcel.id} />
                <Field name="note" label={t("campaigns.fulfilling.backer.delayNote")} maxLength={200} required />
                <Button variant="primary">{t("campaigns.fulfilling.backer.delay")}</Button>
              </PostForm>
            </Dialog>
          )}
        </div>
      )}
    </ParcelBox>
  );
}

export function ShipForm({ pledgeId }: { pledgeId: string }) {
  const { t } = useTranslation();
  return (
    <PostForm intent="ship" className="border-t border-line pt-4 first:border-t-0 first:pt-0">
      <h3 className="font-medium">{t("campaigns.fulfilling.backer.ship")}</h3>
      <input type="hidden" name="pledgeId" value={pledgeId} />
      <div className="grid gap-4 sm:grid-cols-[10rem_minmax(0,1fr)]">
        <SelectField
          name="carrier"
          label={t("campaigns.fulfilling.backer.carrier")}
          options={carriers.map((value) => ({ value, label: t(`campaigns.fulfilling.shipments.carriers.${value}`) }))}
        />
        <Field
          name="trackingNos"
          label={t("campaigns.fulfilling.backer.numbers")}
          hint={t("campaigns.fulfilling.backer.numbersHint")}
          maxLength={500}
          autoComplete="off"
        />
      </div>
      <Field name="note" label={t("campaigns.fulfilling.backer.note")} maxLength={200} />
      <Button variant="primary" className="justify-self-start">
        {t("campaigns.fulfilling.backer.send")}
      </Button>
    </PostForm>
  );
}

export function CorrectForm({ pledge }: { pledge: Pick<BackerView, "id" | "to" | "districts"> }) {
  const { t } = useTranslation();
  const { to } = pledge;
  const act = to ? "correct" : "enter";
  return (
    <Dialog
      trigger={t(`campaigns.fulfilling.backer.${act}`)}
      title={t(`campaigns.fulfilling.backer.${act}`)}
      intro={t(`campaigns.fulfilling.backer.${act}Text`)}
      size="sm"
      intent="correct"
    >
      <PostForm intent="correct">
        <input type="hidden" name="pledgeId" value={pledge.id} />
        <Field name="name" label={t("campaigns.fulfilling.backer.name")} defaultValue={to?.name} maxLength={40} required />
        <Field
          name="phone"
          label={t("campaigns.fulfilling.backer.phone")}
          hint={t("campaigns.fulfilling.backer.phoneHint")}
          defaultValue={to?.phone}
          inputMode="tel"
          required
        />
        <SelectField
          name="districtCode"
          label={t("campaigns.fulfilling.backer.district")}
          defaultValue={to?.districtCode ?? ""}
          options={pledge.districts.flatMap(({ city, districts }) => regionOptions(districts, city))}
          required
        />
        <Field name="street" label={t("campaigns.fulfilling.backer.street")} defaultValue={to?.street} maxLength={120} required />
        <Button variant="primary">{t("campaigns.fulfilling.batches.save")}</Button>
      </PostForm>
    </Dialog>
  );
}

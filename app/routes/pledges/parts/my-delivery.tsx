import { useTranslation } from "react-i18next";
import { defectKinds } from "#app/campaigns/fulfilling/defects/defect.ts";
import type { DefectView } from "#app/campaigns/fulfilling/defects/queries.server.ts";
import { confirmsAt } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ChoiceField } from "#app/ui/choice.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { type Parcel, ParcelBox } from "../../campaigns/parts/parcels.tsx";

/** One parcel and the backer's word that it arrived. */
export function MyParcel({ parcel }: { parcel: Parcel }) {
  const { t } = useTranslation();
  const confirms = confirmsAt(parcel);
  const onItsWay = parcel.state === "SHIPPED" || parcel.state === "DELAYED";
  return (
    <ParcelBox parcel={parcel} day>
      {onItsWay && (
        <PostForm intent={`received:${parcel.id}`} className="gap-2">
          <input type="hidden" name="shipmentId" value={parcel.id} />
          {confirms && <p className="text-sm text-muted">{t("campaigns.fulfilling.mine.receivedText", { at: confirms })}</p>}
          <Button variant="primary" className="justify-self-start">
            {t("campaigns.fulfilling.mine.received")}
          </Button>
        </PostForm>
      )}
    </ParcelBox>
  );
}

/** What a backer may say to an answer, or to its absence. */
export function DefectActs({ defect, now }: { defect: DefectView; now: Date }) {
  const { t } = useTranslation();
  if (defect.state === "CLOSED") return null;
  const late = defect.state === "REPORTED" && defect.answerBy <= now;
  const acts = [
    defect.state === "ANSWERED" && { intent: "accept", label: t("campaigns.fulfilling.mine.accept"), variant: "primary" as const },
    (defect.state === "ANSWERED" || defect.state === "ACCEPTED" || late) && {
      intent: "escalate",
      label: t("campaigns.fulfilling.mine.escalate"),
      variant: "secondary" as const,
    },
    { intent: "close", label: t("campaigns.fulfilling.mine.close"), variant: "ghost" as const },
  ];
  return (
    <div className="grid gap-2 border-t border-line pt-4">
      {defect.state === "ANSWERED" && defect.decideBy && (
        <p className="text-sm text-muted">{t("campaigns.fulfilling.mine.silent", { at: defect.decideBy })}</p>
      )}
      <div className="flex flex-wrap gap-2">
        {acts.map(
          (act) =>
            act && (
              <PostForm key={act.intent} intent={`${act.intent}:${defect.id}`}>
                <input type="hidden" name="defectId" value={defect.id} />
                <Button variant={act.variant}>{act.label}</Button>
              </PostForm>
            ),
        )}
      </div>
    </div>
  );
}

export function ReportForm({ pledgeId, until }: { pledgeId: string; until: Date }) {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.fulfilling.mine.report")}>
      <PostForm intent="report" encType="multipart/form-data">
        <p className="text-muted">{t("campaigns.fulfilling.mine.reportText")}</p>
        <p className="text-sm">
          {t("campaigns.fulfilling.mine.until")} <Deadline at={until} />
        </p>
        <input type="hidden" name="pledgeId" value={pledgeId} />
        <ChoiceField
          name="kind"
          label={t("campaigns.fulfilling.mine.kind")}
          options={defectKinds.map((value) => ({ value, label: t(`campaigns.fulfilling.defects.kinds.${value}`) }))}
          columns="sm:grid-cols-3"
          required
        />
        <TextField name="text" label={t("campaigns.fulfilling.mine.text")} rows={4} minLength={10} maxLength={2000} required />
        <FileDrop
          label={t("campaigns.fulfilling.mine.photos")}
          max={9}
          accept="image/png,image/jpeg,image/webp,image/gif,video/mp4,.mp4,.mov"
        />
        <Button variant="primary" className="justify-self-start">
          {t("campaigns.fulfilling.mine.send")}
        </Button>
      </PostForm>
    </Card>
  );
}

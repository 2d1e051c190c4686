import { useTranslation } from "react-i18next";
import type { CreatorRecord } from "#app/campaigns/insight/creator-record.server.ts";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { percent } from "./figures.tsx";

const one = (value: number) => Math.round(value * 10) / 10;

/** How the creator kept earlier promises, worked out by the platform. */
export function CreatorRecordCard({ record }: { record: CreatorRecord }) {
  const { t } = useTranslation();
  const first = record.launched <= 1 && record.due === 0;
  return (
    <Card title={t("campaigns.watching.record.title")}>
      {first ? (
        <p className="text-sm text-muted">{t("campaigns.watching.record.first")}</p>
      ) : (
        <>
          <Numbers record={record} />
          <p className="text-sm text-muted">{t("campaigns.watching.record.intro")}</p>
        </>
      )}
    </Card>
  );
}

function Numbers({ record }: { record: CreatorRecord }) {
  const { t } = useTranslation();
  const { due, onTime, slipDays, updateDays, refundHours, received, defects } = record;
  const none = t("campaigns.watching.record.none");
  const days = (value: number) => t("campaigns.watching.record.days", { count: one(value) });
  const pairs = [
    {
      label: t("campaigns.watching.record.campaigns"),
      value: t("campaigns.watching.record.campaignsText", {
        launched: record.launched,
        funded: record.funded,
        delivered: record.delivered,
      }),
    },
    {
      label: t("campaigns.watching.record.onTime"),
      value: due > 0 ? t("campaigns.watching.record.onTimeText", { percent: percent(onTime, due), shipped: due, onTime }) : none,
    },
    {
      label: t("campaigns.watching.record.slip"),
      value: slipDays === null ? none : slipDays === 0 ? t("campaigns.watching.record.noSlip") : days(slipDays),
    },
    { label: t("campaigns.watching.record.cadence"), value: updateDays === null ? none : days(updateDays) },
    {
      label: t("campaigns.watching.record.refund"),
      value: refundHours === null ? none : t("campaigns.watching.record.hours", { count: one(refundHours) }),
    },
    {
      label: t("campaigns.watching.record.defects"),
      value:
        received > 0
          ? t("campaigns.watching.record.defectsText", { percent: percent(defects, received), delivered: received, defects })
          : none,
    },
  ];
  return <KeyValue stacked pairs={pairs} />;
}

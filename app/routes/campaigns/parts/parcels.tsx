import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Carrier, ShipmentState } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { Card, Stat, Stats } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Table } from "#app/ui/table.tsx";

export type Parcel = {
  id: string;
  state: ShipmentState;
  carrier: string;
  trackingNos: string[];
  note: string;
  shippedAt: Date | null;
  signedAt: Date | null;
  confirmedAt: Date | null;
  byRule: boolean;
};
const tone = { NOT_STARTED: "neutral", IN_PROGRESS: "neutral", SHIPPED: "info", DELAYED: "warn", DELIVERED: "ok" } as const;

/** A parcel's state in a word; handed over but not confirmed is told apart. */
export function ParcelChip({ parcel }: { parcel: Pick<Parcel, "state" | "signedAt"> }) {
  const { t } = useTranslation();
  const signed = parcel.signedAt !== null && parcel.state !== "DELIVERED";
  return (
    <Chip tone={signed ? "ok" : tone[parcel.state]}>
      {signed ? t("campaigns.fulfilling.shipments.signedChip") : t(`campaigns.fulfilling.shipments.states.${parcel.state}`)}
    </Chip>
  );
}

/** 顺丰 SF1234567890 */
export function TrackingNumbers({ parcel }: { parcel: Pick<Parcel, "carrier" | "trackingNos"> }) {
  const { t } = useTranslation();
  return (
    <span className="inline-flex flex-wrap gap-x-2">
      {parcel.carrier && <span>{t(`campaigns.fulfilling.shipments.carriers.${parcel.carrier as Carrier}`)}</span>}
      {parcel.trackingNos.map((no) => (
        <span key={no} className="digits break-all select-all">
          {no}
        </span>
      ))}
    </span>
  );
}

/** One parcel with its moments, to the minute or to the `day`; beneath it what the reader may do. */
export function ParcelBox({ parcel, day, children }: { parcel: Parcel; day?: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-2 border-t border-line pt-4 first:border-t-0 first:pt-0">
      <p className="flex flex-wrap items-center gap-2">
        <TrackingNumbers parcel={parcel} />
        <ParcelChip parcel={parcel} />
      </p>
      <p className="flex flex-wrap gap-x-4 text-sm text-muted">
        {(["shippedAt", "signedAt", "confirmedAt"] as const).map((moment) => {
          const at = parcel[moment];
          return (
            at && (
              <span key={moment}>
                {t(`campaigns.fulfilling.shipments.${moment}`)} <When at={at} day={day} />
                {moment === "confirmedAt" && parcel.byRule && ` (${t("campaigns.fulfilling.shipments.byRule")})`}
              </span>
            )
          );
        })}
      </p>
      {parcel.note && <p className="text-sm">{parcel.note}</p>}
      {children}
    </div>
  );
}

export function ParcelTable({
  campaignId,
  shipments,
}: {
  campaignId: string;
  shipments: readonly (Parcel & { pledge: { id: string; queueNo: number | null; region: string | null } })[];
}) {
  const { t } = useTranslation();
  return (
    <Table
      rows={shipments}
      rowKey={(row) => row.id}
      caption={t("campaigns.fulfilling.shipments.title")}
      empty={t("campaigns.fulfilling.shipments.none")}
      columns={[
        {
          key: "pledge",
          head: t("campaigns.fulfilling.shipments.pledge"),
          main: true,
          cell: (row) => (
            <Link to={`/campaigns/${campaignId}/manage/backers/${row.pledge.id}`} className="text-river-700 hover:underline">
              {t("campaigns.fulfilling.backer.title", { no: row.pledge.queueNo ?? "-" })}
            </Link>
          ),
        },
        { key: "to", head: t("campaigns.fulfilling.backers.to"), cell: (row) => row.pledge.region },
        {
          key: "parcel",
          head: t("campaigns.fulfilling.shipments.parcel"),
          cell: (row) => (
            <>
              <TrackingNumbers parcel={row} />
              {row.note && <span className="block text-sm text-muted">{row.note}</span>}
            </>
          ),
        },
        {
          key: "sent",
          head: t("campaigns.fulfilling.shipments.shippedAt"),
          cell: (row) => row.shippedAt && <When at={row.shippedAt} day />,
        },
        {
          key: "received",
          head: t("campaigns.fulfilling.shipments.confirmedAt"),
          cell: (row) =>
            row.confirmedAt && (
              <>
                <When at={row.confirmedAt} day />{" "}
                {row.byRule && <span className="text-sm text-muted">{t("campaigns.fulfilling.shipments.byRule")}</span>}
              </>
            ),
        },
        { key: "state", head: t("campaigns.fulfilling.backers.state"), cell: (row) => <ParcelChip parcel={row} /> },
      ]}
    />
  );
}

type Share = { shippable: number; sent: number; delivered: number };
export function ShareStats({ share }: { share: Share }) {
  const { t } = useTranslation();
  const percent = share.shippable === 0 ? 0 : Math.floor((share.delivered * 100) / share.shippable);
  return (
    <Card>
      <Stats>
        <Stat label={t("campaigns.fulfilling.batches.shippable")} value={share.shippable} />
        <Stat label={t("campaigns.fulfilling.batches.sent")} value={share.sent} />
        <Stat label={t("campaigns.fulfilling.batches.received")} value={share.delivered} />
        <Stat label={t("campaigns.fulfilling.batches.share")} value={`${percent}%`} tone="ok" />
      </Stats>
    </Card>
  );
}

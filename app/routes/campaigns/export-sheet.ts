import type { TFunction } from "i18next";
import type { Exported, ExportKind } from "#app/campaigns/fulfilling/backers/export-backers.server.ts";
import type { Carrier } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { fenToInput, formatSecond } from "#app/i18n/format.ts";
import { safeCell } from "#app/ledger/statement.ts";

type Row = Exported["rows"][number];
type Cell = string;
type Column = { head: string; cell: (row: Row) => Cell };

const time = (at: Date | null) => (at ? formatSecond(at) : "");
const qtyOf = (row: Row) => row.lines.map((line) => `${line.title} × ${line.qty}`).join("; ");

/** Who it is, where it goes and how far it has come: in the file by pledges and in the one by items alike. */
function columnsOf({ since, questions }: Exported, t: TFunction): { who: Column[]; rest: Column[] } {
  const b = (key: "no" | "backer" | "state" | "amount" | "bonus" | "parcel") => t(`campaigns.fulfilling.backers.${key}`);
  const s = (
    key:
      | "pledgeId"
      | "changed"
      | "lane"
      | "createdAt"
      | "paidAt"
      | "shippingFen"
      | "taxFen"
      | "refundedFen"
      | "region"
      | "addressChangedAt",
  ) => t(`campaigns.fulfilling.sheet.${key}`);
  const a = (key: "name" | "phone" | "street") => t(`campaigns.fulfilling.backer.${key}`);
  const changed = (row: Row) => {
    if (!since) return t("campaigns.fulfilling.sheet.first");
    return t(row.addressChangedAt && row.addressChangedAt > since ? "campaigns.fulfilling.sheet.yes" : "campaigns.fulfilling.sheet.no");
  };
  return {
    who: [
      { head: b("no"), cell: (row) => String(row.queueNo ?? "") },
      { head: s("pledgeId"), cell: (row) => row.id },
      { head: b("backer"), cell: (row) => row.name },
      { head: b("state"), cell: (row) => t(`campaigns.pledge.${row.state}`) },
    ],
    rest: [
      { head: s("lane"), cell: (row) => t(`campaigns.lane.${row.lane}`) },
      { head: b("amount"), cell: (row) => fenToInput(row.amountFen) },
      { head: s("shippingFen"), cell: (row) => fenToInput(row.shippingFen) },
      { head: s("taxFen"), cell: (row) => fenToInput(row.taxFen) },
      { head: b("bonus"), cell: (row) => fenToInput(row.bonusFen) },
      { head: s("refundedFen"), cell: (row) => fenToInput(row.refundedFen) },
      { head: s("createdAt"), cell: (row) => time(row.createdAt) },
      { head: s("paidAt"), cell: (row) => time(row.collectedAt) },
      { head: a("name"), cell: (row) => row.to?.name ?? "" },
      { head: a("phone"), cell: (row) => row.to?.phone ?? "" },
      { head: s("region"), cell: (row) => row.to?.region ?? row.region ?? "" },
      { head: a("street"), cell: (row) => row.to?.street ?? "" },
      { head: s("addressChangedAt"), cell: (row) => time(row.addressChangedAt) },
      { head: s("changed"), cell: changed },
      ...questions.map((q) => ({ head: q.label, cell: (row: Row) => row.answers?.[q.id] ?? "" })),
      { head: t("campaigns.fulfilling.backers.filter.batch"), cell: (row) => row.batch ?? "" },
      {
        head: b("parcel"),
        cell: (row) => row.parcels.map((p) => t(`campaigns.fulfilling.shipments.states.${p.state}`)).join("; "),
      },
      {
        head: t("campaigns.fulfilling.sheet.carrier"),
        cell: (row) =>
          row.parcels.map((p) => (p.carrier ? t(`campaigns.fulfilling.shipments.carriers.${p.carrier as Carrier}`) : "")).join("; "),
      },
      { head: t("campaigns.fulfilling.sheet.numbers"), cell: (row) => row.parcels.flatMap((p) => p.trackingNos).join(" ") },
    ],
  };
}

/** Head and rows of the file: a row for each pledge, or for each item in it. Nothing in it can be taken for a formula. */
export function sheetOf(exported: Exported, kind: ExportKind, t: TFunction): Cell[][] {
  const { who, rest } = columnsOf(exported, t);
  const stamp = [exported.exportId, formatSecond(exported.at)];
  const stampHead = [t("campaigns.fulfilling.sheet.exportId"), t("campaigns.fulfilling.sheet.exportedAt")];
  const reward = t("campaigns.fulfilling.backers.filter.reward");
  const of = (columns: Column[], row: Row) => columns.map(({ cell }) => cell(row));
  const heads = (columns: Column[]) => columns.map(({ head }) => head);
  const table =
    kind === "pledges"
      ? [
          [...stampHead, ...heads(who), reward, ...heads(rest)],
          ...exported.rows.map((row) => [...stamp, ...of(who, row), qtyOf(row), ...of(rest, row)]),
        ]
      : [
          [
            ...stampHead,
            ...heads(who),
            reward,
            t("campaigns.fulfilling.sheet.item"),
            t("campaigns.fulfilling.sheet.sku"),
            t("campaigns.fulfilling.sheet.qty"),
            ...heads(rest),
          ],
          ...exported.rows.flatMap((row) => itemsOf(row).map((item) => [...stamp, ...of(who, row), ...item, ...of(rest, row)])),
        ];
  return table.map((row) => row.map(safeCell));
}

/** Reward, item, variant and how many of it the pledge gets. */
const itemsOf = (row: Row): Cell[][] =>
  row.lines.flatMap((line) =>
    line.items.map((item) => [
      line.title,
      item.name,
      Object.entries(line.options?.[item.name] ?? {})
        .map(([name, value]) => `${name}: ${value}`)
        .join(", "),
      String(item.qty * line.qty),
    ]),
  );

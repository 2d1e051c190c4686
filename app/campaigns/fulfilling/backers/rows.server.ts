import { z } from "zod";
import { Choices, Items } from "#app/campaigns/content.ts";
import { type BackersFilter, provinceDigits, readSku, span, statesOf } from "#app/campaigns/fulfilling/backers/filter.ts";
import { pledgeStates } from "#app/campaigns/pledge.ts";
import type { Tx } from "#app/transact.server.ts";
import { Prisma } from "../../../../generated/prisma/client.ts";

const shown = pledgeStates.filter((state) => state !== "RESERVED" && state !== "EXPIRED");

/** The WHERE of a creator's view of the pledges. */
export function whereBackers(campaignId: string, filter: BackersFilter): Prisma.Sql {
  const states = [...(filter.group ? statesOf[filter.group] : shown)];
  const made = span(filter.from, filter.to);
  const paid = span(filter.paidFrom, filter.paidTo);
  const sku = readSku(filter.sku);
  const line = (condition: Prisma.Sql) => Prisma.sql`EXISTS (
    SELECT 1 FROM "PledgeVersion" v JOIN "PledgeLine" l ON l."versionId" = v.id JOIN "Reward" r ON r.id = l."rewardId"
    WHERE v."pledgeId" = p.id AND v.state = 'CURRENT' AND ${condition})`;
  const parcel = (condition: Prisma.Sql) => Prisma.sql`EXISTS (SELECT 1 FROM "Shipment" s WHERE s."pledgeId" = p.id AND ${condition})`;
  const sent = parcel(Prisma.sql`s.state IN ('SHIPPED', 'DELAYED', 'DELIVERED')`);
  const asked: (Prisma.Sql | null)[] = [
    Prisma.sql`p."campaignId" = ${campaignId}::uuid`,
    Prisma.sql`p.state::text = ANY(${states})`,
    filter.reward ? line(Prisma.sql`r.id = ${filter.reward}::uuid`) : null,
    filter.item ? line(Prisma.sql`EXISTS (SELECT 1 FROM jsonb_array_elements(r.items) i WHERE i->>'name' = ${filter.item})`) : null,
    sku ? line(Prisma.sql`l.options->${sku.item}::text = ${JSON.stringify(sku.chosen)}::jsonb`) : null,
    filter.province ? Prisma.sql`left(coalesce(p."shipTo"->>'provinceCode', p."provinceCode"), 2) = ${provinceDigits(filter)}` : null,
    filter.batch ? Prisma.sql`p."batchId" = ${filter.batch}::uuid` : null,
    filter.parcel === "unsent" ? Prisma.sql`NOT ${sent}` : null,
    filter.parcel === "sent" ? parcel(Prisma.sql`s.state IN ('SHIPPED', 'DELAYED')`) : null,
    filter.parcel === "received" ? Prisma.sql`${sent} AND NOT ${parcel(Prisma.sql`s.state <> 'DELIVERED'`)}` : null,
    made.since ? Prisma.sql`p."createdAt" >= ${made.since}` : null,
    made.until ? Prisma.sql`p."createdAt" < ${made.until}` : null,
    paid.since ? Prisma.sql`p."collectedAt" >= ${paid.since}` : null,
    paid.until ? Prisma.sql`p."collectedAt" < ${paid.until}` : null,
  ];
  return Prisma.join(
    asked.filter((sql) => sql !== null),
    " AND ",
  );
}

const moment = z.coerce.date().nullable();
const Row = z.object({
  id: z.string(),
  queueNo: z.number().nullable(),
  name: z.string(),
  state: z.enum(pledgeStates),
  lane: z.enum(["CARD", "WALLET"]),
  late: z.boolean(),
  amountFen: z.bigint(),
  shippingFen: z.bigint(),
  taxFen: z.bigint(),
  bonusFen: z.bigint(),
  refundedFen: z.bigint(),
  createdAt: z.date(),
  collectedAt: z.date().nullable(),
  provinceCode: z.string().nullable(),
  region: z.string().nullable(),
  shipTo: z.unknown(),
  addressChangedAt: z.date().nullable(),
  answers: z.record(z.string(), z.string()).nullable(),
  answeredAt: z.date().nullable(),
  batch: z.string().nullable(),
  lines: z.array(
    z.object({
      rewardId: z.string(),
      title: z.string(),
      qty: z.number(),
      priceFen: z.coerce.bigint(),
      items: Items,
      options: Choices.nullable(),
      ships: z.boolean(),
    }),
  ),
  parcels: z.array(
    z.object({
      state: z.enum(["NOT_STARTED", "IN_PROGRESS", "SHIPPED", "DELAYED", "DELIVERED"]),
      carrier: z.string(),
      trackingNos: z.array(z.string()),
      shippedAt: moment,
      signedAt: moment,
      confirmedAt: moment,
    }),
  ),
});
export type BackerRow = z.output<typeof Row>;

/** Pledges with all that sending needs, in the order of the queue; `after` is the key of the last row of the page before. */
export async function backerRows(
  on: Pick<Tx, "$queryRaw">,
  where: Prisma.Sql,
  most: number,
  after: { no: number; id: string } | null = null,
) {
  const rows = await on.$queryRaw<unknown[]>`
    SELECT p.id, p."queueNo", u.name, p.state, p.lane, p.late, p."amountFen", p."shippingFen", p."taxFen", p."bonusFen", p."refundedFen", p."createdAt", p."collectedAt",
           p."provinceCode", p.region, p."shipTo", p."addressChangedAt", a.answers, a."answeredAt", b.title AS batch,
           coalesce(lines.all, '[]') AS lines, coalesce(parcels.all, '[]') AS parcels
    FROM (
      SELECT * FROM "Pledge" p
      WHERE ${where} ${after ? Prisma.sql`AND (coalesce(p."queueNo", 2147483647), p.id) > (${after.no}, ${after.id}::uuid)` : Prisma.empty}
      ORDER BY coalesce(p."queueNo", 2147483647), p.id LIMIT ${most}) p
    JOIN "User" u ON u.id = p."userId"
    LEFT JOIN "SurveyAnswer" a ON a."pledgeId" = p.id
    LEFT JOIN "Batch" b ON b.id = p."batchId"
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_object('rewardId', r.id, 'title', r.title, 'qty', l.qty, 'priceFen', l."priceFen"::text, 'items', r.items, 'options', l.options,
                                        'ships', r.ships) ORDER BY r.ord) AS all
      FROM "PledgeVersion" v JOIN "PledgeLine" l ON l."versionId" = v.id JOIN "Reward" r ON r.id = l."rewardId"
      WHERE v."pledgeId" = p.id AND v.version = p.version) lines ON true
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_object('state', s.state, 'carrier', s.carrier, 'trackingNos', coalesce(s."trackingNos", '{}'), 'shippedAt', s."shippedAt",
                                        'signedAt', s."signedAt", 'confirmedAt', s."confirmedAt") ORDER BY s.id) AS all
      FROM "Shipment" s WHERE s."pledgeId" = p.id) parcels ON true
    ORDER BY coalesce(p."queueNo", 2147483647), p.id`;
  return z.array(Row).parse(rows);
}

/** One pledge of the campaign, seen by its creators. */
export const wherePledge = (campaignId: string, pledgeId: string) =>
  Prisma.sql`p."campaignId" = ${campaignId}::uuid AND p.id = ${pledgeId}::uuid AND p.state::text = ANY(${shown})`;

import { z } from "zod";
import { Items } from "#app/campaigns/content.ts";
import { type BackersFilter, filterText, skuText } from "#app/campaigns/fulfilling/backers/filter.ts";
import { backerRows, whereBackers, wherePledge } from "#app/campaigns/fulfilling/backers/rows.server.ts";
import { deliveredShare } from "#app/campaigns/fulfilling/delivered-share.server.ts";
import { masked, readShipTo, showsAddresses } from "#app/campaigns/fulfilling/ship-to.ts";
import type { ShipmentState } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import { roundOf } from "#app/campaigns/fulfilling/survey/round.server.ts";
import { Questions } from "#app/campaigns/fulfilling/survey/survey.ts";
import { duePledges } from "#app/campaigns/pledge.ts";
import { db } from "#app/db.server.ts";
import { citiesOf, districtsOf } from "#app/people/addresses/regions.server.ts";
import { belongs, can, mayGoOn, type Viewer } from "#app/people/viewer.ts";
import { appNow } from "#app/transact.server.ts";

/** Reads of the pages on which a creator delivers. Each begins with managed(): the campaign is the viewer's, or it does not exist. */
const PAGE = 50;

export async function managed(viewer: Viewer, campaignId: string) {
  if (!z.uuid().safeParse(campaignId).success) return null;
  const campaign = await db.campaign.findUnique({
    where: { id: campaignId },
    select: {
      id: true,
      creatorId: true,
      title: true,
      lifecycle: true,
      moderation: true,
      collection: true,
      latePledge: true,
      fulfilment: true,
      deadlineAt: true,
      settledAt: true,
      closedAt: true,
      lastLateAt: true,
      lateEndsAt: true,
      productionAt: true,
      deliveredAt: true,
      capacityPerWeek: true,
      cadence: true,
      lastUpdateAt: true,
    },
  });
  if (!campaign || !belongs(viewer, campaign.creatorId)) return null;
  const of = [viewer, campaign.creatorId, "campaign:manage"] as const;
  return { ...campaign, mayManage: mayGoOn(...of), mayBegin: can(...of), now: await appNow() };
}
export type Managed = NonNullable<Awaited<ReturnType<typeof managed>>>;

export const rewardNames = (campaignId: string) =>
  db.reward.findMany({
    where: { campaignId },
    orderBy: { ord: "asc" },
    select: { id: true, title: true, kind: true, ships: true },
    take: 50,
  });

export async function lateOf(campaignId: string) {
  const [rewards, counted] = await Promise.all([
    db.reward.findMany({
      where: { campaignId },
      orderBy: { ord: "asc" },
      select: { id: true, title: true, kind: true, priceFen: true, latePriceFen: true, limit: true, claimed: true, closedAt: true },
      take: 50,
    }),
    db.pledge.aggregate({ where: { campaignId, late: true, state: "COLLECTED" }, _count: true, _sum: { amountFen: true } }),
  ]);
  return { rewards, pledges: counted._count, amountFen: counted._sum.amountFen ?? 0n };
}

const Key = z.string().regex(/^\d{1,10}~[0-9a-f-]{36}$/);
const LAST = 2_147_483_647;
/** A page of a creator's backers; addresses are masked until production, and to members who do not manage campaigns. */
export async function backersPage(campaign: Managed, filter: BackersFilter, after: string | null) {
  const key = Key.safeParse(after).data?.split("~");
  const where = whereBackers(campaign.id, filter);
  const found = await backerRows(db, where, PAGE + 1, key ? { no: Number(key[0]), id: key[1]! } : null);
  const open = campaign.mayManage && showsAddresses(campaign.fulfilment);
  const rows = found.slice(0, PAGE).map(({ shipTo, ...row }) => {
    const to = readShipTo(shipTo);
    return { ...row, to: to && (open ? to : masked(to)) };
  });
  const last = rows.at(-1);
  const query = filterText(filter);
  const next = found.length > PAGE && last ? `${last.queueNo ?? LAST}~${last.id}` : null;
  return { rows, query, next, masked: !open };
}
export type BackerLine = Awaited<ReturnType<typeof backersPage>>["rows"][number];

/** What the filters offer. */
export async function backerChoices(campaignId: string) {
  const [rewards, skus, batches, exports] = await Promise.all([
    db.reward.findMany({ where: { campaignId }, orderBy: { ord: "asc" }, select: { id: true, title: true, items: true }, take: 50 }),
    skusOf(campaignId),
    db.batch.findMany({ where: { campaignId }, orderBy: { ord: "asc" }, select: { id: true, title: true }, take: 60 }),
    db.campaignExport.findMany({
      where: { campaignId },
      orderBy: { at: "desc" },
      select: { id: true, kind: true, rows: true, at: true, byUserId: true },
      take: 5,
    }),
  ]);
  const names = await db.user.findMany({ where: { id: { in: exports.map((e) => e.byUserId) } }, select: { id: true, name: true } });
  const nameOf = new Map(names.map((u) => [u.id, u.name]));
  return {
    rewards: rewards.map(({ id, title }) => ({ id, title })),
    items: [...new Set(rewards.flatMap((r) => Items.parse(r.items).map((item) => item.name)))],
    skus: skus.map(({ item, chosen }) => ({
      value: skuText(item, chosen),
      label: `${item} · ${Object.entries(chosen)
        .map(([name, value]) => `${name}: ${value}`)
        .join(", ")}`,
    })),
    batches,
    exports: exports.map(({ byUserId, ...e }) => ({ ...e, by: nameOf.get(byUserId) ?? "" })),
  };
}

const MOST_SKUS = 200;
/** The variants that somebody chose. */
const skusOf = (campaignId: string) => db.$queryRaw<{ item: string; chosen: Record<string, string> }[]>`
  SELECT DISTINCT e.key AS item, e.value AS chosen
    FROM "Pledge" p JOIN "PledgeVersion" v ON v."pledgeId" = p.id AND v.state = 'CURRENT' JOIN "PledgeLine" l ON l."versionId" = v.id, jsonb_each(l.options) e
   WHERE p."campaignId" = ${campaignId}::uuid AND jsonb_typeof(l.options) = 'object' ORDER BY 1, 2 LIMIT ${MOST_SKUS}`;

export async function batchesOf(campaignId: string) {
  const [batches, waiting, share] = await Promise.all([
    db.$queryRaw<
      {
        id: string;
        ord: number;
        title: string;
        plannedAt: Date;
        note: string;
        pledges: number;
        prepared: number;
        first: number | null;
        last: number | null;
        sent: number;
        received: number;
      }[]
    >`
      SELECT b.id, b.ord, b.title, b."plannedAt", b.note, count(p.id)::int AS pledges, count(p.id) FILTER (WHERE s.prepared)::int AS prepared, min(p."queueNo") AS first, max(p."queueNo") AS last,
             count(p.id) FILTER (WHERE s.sent)::int AS sent, count(p.id) FILTER (WHERE s.received)::int AS received
      FROM "Batch" b LEFT JOIN "Pledge" p ON p."batchId" = b.id AND p.state = 'COLLECTED'
      LEFT JOIN LATERAL (SELECT count(*) > 0 AS prepared, bool_or(state IN ('SHIPPED', 'DELAYED', 'DELIVERED')) AS sent, bool_and(state = 'DELIVERED') AS received
                         FROM "Shipment" WHERE "pledgeId" = p.id) s ON true
      WHERE b."campaignId" = ${campaignId}::uuid GROUP BY b.id ORDER BY b.ord`,
    db.pledge.count({ where: { campaignId, state: "COLLECTED", batchId: null } }),
    deliveredShare(campaignId),
  ]);
  return { batches, waiting, share };
}

export async function shipmentsOf(campaignId: string, state: ShipmentState | null, before: string | null) {
  const [rows, counts, share] = await Promise.all([
    db.shipment.findMany({
      where: { campaignId, ...(state ? { state } : {}), ...(before ? { id: { lt: before } } : {}) },
      orderBy: { id: "desc" },
      take: PAGE + 1,
      select: {
        id: true,
        state: true,
        carrier: true,
        trackingNos: true,
        note: true,
        shippedAt: true,
        signedAt: true,
        confirmedAt: true,
        byRule: true,
        pledge: { select: { id: true, queueNo: true, region: true } },
      },
    }),
    db.shipment.groupBy({ by: ["state"], where: { campaignId }, _count: true }),
    deliveredShare(campaignId),
  ]);
  const shipments = rows.slice(0, PAGE);
  return {
    shipments,
    next: rows.length > PAGE ? shipments.at(-1)!.id : null,
    counts: Object.fromEntries(counts.map((c) => [c.state, c._count])) as Partial<Record<ShipmentState, number>>,
    share,
  };
}

export async function messagesOf(campaignId: string, before: string | null) {
  const rows = await db.backerMessage.findMany({
    where: { campaignId, ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: "desc" },
    take: PAGE + 1,
    select: { id: true, rewardId: true, subject: true, text: true, recipients: true, at: true },
  });
  const messages = rows.slice(0, PAGE);
  return { messages, next: rows.length > PAGE ? messages.at(-1)!.id : null };
}

/** How many a message would reach, in all and by reward. */
export async function audienceOf(campaignId: string) {
  const states = [...duePledges, "COLLECTED"];
  const rows = await db.$queryRaw<{ rewardId: string | null; n: number }[]>`
    SELECT l."rewardId", count(DISTINCT p.id)::int AS n
    FROM "Pledge" p JOIN "PledgeVersion" v ON v."pledgeId" = p.id AND v.state = 'CURRENT' LEFT JOIN "PledgeLine" l ON l."versionId" = v.id
    WHERE p."campaignId" = ${campaignId}::uuid AND p.state::text = ANY(${states}) GROUP BY GROUPING SETS ((l."rewardId"), ())`;
  const all = Math.max(0, ...rows.filter((r) => r.rewardId === null).map((r) => r.n));
  return { all, byReward: Object.fromEntries(rows.flatMap((r) => (r.rewardId ? [[r.rewardId, r.n]] : []))) as Record<string, number> };
}

/** One backer's pledge with its parcels, for the creator. */
export async function backerPage(campaign: Managed, pledgeId: string) {
  if (!z.uuid().safeParse(pledgeId).success) return null;
  const [[row], shipments, survey, round] = await Promise.all([
    backerRows(db, wherePledge(campaign.id, pledgeId), 1),
    db.shipment.findMany({
      where: { pledgeId, campaignId: campaign.id },
      orderBy: { id: "asc" },
      omit: { campaignId: true, pledgeId: true },
    }),
    db.survey.findUnique({ where: { campaignId: campaign.id }, select: { questions: true } }),
    roundOf(db, pledgeId),
  ]);
  if (!row) return null;
  const open = campaign.mayManage && showsAddresses(campaign.fulfilment);
  const to = readShipTo(row.shipTo);
  const province = to?.provinceCode ?? row.provinceCode;
  return {
    ...row,
    to: to && (open ? to : masked(to)),
    open,
    shipments,
    questions: survey ? Questions.parse(survey.questions) : [],
    mayCorrect: open && Boolean(round?.lockedAt) && province !== null && row.state === "COLLECTED",
    districts: province ? citiesOf(province).map((city) => ({ city: city.name, districts: districtsOf(city.code) })) : [],
  };
}
export type BackerView = NonNullable<Awaited<ReturnType<typeof backerPage>>>;

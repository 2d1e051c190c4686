import { z } from "zod";
import type { ChangeLink, Json } from "#app/campaigns/changing/chain.ts";
import { maySeeCampaign } from "#app/campaigns/showing/may-see.ts";
import type { Zone } from "#app/campaigns/zones.ts";
import { db } from "#app/db.server.ts";
import { belongs, type Viewer } from "#app/people/viewer.ts";

const MOST = 500;
const ROOTS = 30;

/** The chain of a campaign's changes, oldest first, with the names of who made them; null for whoever may not see the campaign. */
export async function changesOf(viewer: Viewer | null, campaignId: string) {
  if (!z.uuid().safeParse(campaignId).success) return null;
  const campaign = await db.campaign.findUnique({
    where: { id: campaignId },
    select: { id: true, title: true, creatorId: true, lifecycle: true, moderation: true, headHash: true },
  });
  if (!campaign || !maySeeCampaign(viewer, campaign)) return null;
  const [rows, roots] = await Promise.all([
    db.campaignChange.findMany({ where: { campaignId }, orderBy: { seq: "asc" }, take: MOST }),
    db.chainRoot.findMany({ orderBy: { day: "desc" }, take: ROOTS }),
  ]);
  const ids = [...new Set(rows.flatMap((row) => row.byUserId ?? []))];
  const people = await db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const links: ChangeLink[] = rows.map(({ id: _, before, after, ...row }) => ({ ...row, before: before as Json, after: after as Json }));
  return {
    campaign: { id: campaign.id, title: campaign.title, headHash: campaign.headHash, own: belongs(viewer, campaign.creatorId) },
    links,
    names: Object.fromEntries(people.map((person) => [person.id, person.name])),
    roots,
  };
}
export type Changes = NonNullable<Awaited<ReturnType<typeof changesOf>>>;

/** Corrections of a campaign's rewards that wait for an operator, by reward. */
export async function pendingCorrections(campaignId: string): Promise<Set<string>> {
  const rows = await db.rewardCorrection.findMany({ where: { campaignId, state: "PENDING" }, select: { rewardId: true } });
  return new Set(rows.map((row) => row.rewardId));
}

/** What waits for operators, the oldest first. */
export async function correctionQueue() {
  const rows = await db.rewardCorrection.findMany({ where: { state: "PENDING" }, orderBy: { at: "asc" }, take: 50 });
  const campaigns = await db.campaign.findMany({
    where: { id: { in: rows.map((row) => row.campaignId) } },
    select: { id: true, title: true, creator: { select: { name: true } } },
  });
  const byId = new Map(campaigns.map((campaign) => [campaign.id, campaign]));
  return rows.map((row) => {
    const campaign = byId.get(row.campaignId)!;
    return {
      id: row.id,
      at: row.at,
      note: row.note,
      before: row.before as Json,
      after: row.after as Json,
      campaignId: campaign.id,
      title: campaign.title,
      creator: campaign.creator.name,
    };
  });
}

/** The fees of each zone, and how backers answer their last rise. */
export const ratesWithRises = (campaignId: string) => db.$queryRaw<
  { zone: Zone; firstFen: bigint; extraFen: bigint; asked: number; paid: number; untilAt: Date | null }[]
>`
  SELECT s.zone::text, s."firstFen", s."extraFen", count(e.id)::int AS asked, count(e."paidAt")::int AS paid, max(e."untilAt") AS "untilAt"
    FROM "ShippingRate" s LEFT JOIN "ExtraCost" e ON e."campaignId" = s."campaignId" AND e.zone = s.zone
   WHERE s."campaignId" = ${campaignId}::uuid GROUP BY s.zone, s."firstFen", s."extraFen" ORDER BY s.zone`;

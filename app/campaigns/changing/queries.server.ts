import { z } from "zod";
import type { ChainHead, ChangeLink, Json } from "#app/campaigns/changing/chain.ts";
import { maySeeCampaign } from "#app/campaigns/showing/may-see.ts";
import type { Zone } from "#app/campaigns/zones.ts";
import { db } from "#app/db.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import type { CampaignChange } from "../../../generated/prisma/client.ts";

/** Links of a page; a link may hold a whole story twice. */
export const CHANGES_PER_PAGE = 20;
const AT_A_TIME = 100;
const ROOTS = 30;

/** A campaign whose changes this reader may see, with the head of its chain at this moment; null for whoever may not see it. */
async function chainedCampaign(viewer: Viewer | null, campaignId: string) {
  if (!z.uuid().safeParse(campaignId).success) return null;
  const campaign = await db.campaign.findUnique({
    where: { id: campaignId },
    select: { id: true, title: true, creatorId: true, lifecycle: true, moderation: true, changeSeq: true, headHash: true },
  });
  if (!campaign || !maySeeCampaign(viewer, campaign)) return null;
  const { id, title, changeSeq: seq, headHash: hash } = campaign;
  return { id, title, head: { seq, hash } satisfies ChainHead };
}

const linkOf = ({ id: _, before, after, ...row }: CampaignChange): ChangeLink => ({ ...row, before: before as Json, after: after as Json });
const rootsNow = () => db.chainRoot.findMany({ orderBy: { day: "desc" }, take: ROOTS });

/** A campaign's changes, the newest first, `before` a link or from the newest on, with the names of who made them. */
export async function changesOf(viewer: Viewer | null, campaignId: string, before: number | null = null) {
  const campaign = await chainedCampaign(viewer, campaignId);
  if (!campaign) return null;
  const until = before === null ? campaign.head.seq : Math.min(before - 1, campaign.head.seq);
  const [rows, roots] = await Promise.all([
    db.campaignChange.findMany({ where: { campaignId, seq: { lte: until } }, orderBy: { seq: "desc" }, take: CHANGES_PER_PAGE }),
    rootsNow(),
  ]);
  const ids = [...new Set(rows.flatMap((row) => row.byUserId ?? []))];
  const people = await db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const last = rows.at(-1)?.seq ?? 1;
  return {
    campaign,
    links: rows.map(linkOf),
    next: last > 1 ? last : null,
    names: Object.fromEntries(people.map((person) => [person.id, person.name])),
    roots,
  };
}

/** The whole chain from its first link to its head, some at a time: it is append-only, so what is read later is what was there. */
export async function wholeChain(viewer: Viewer | null, campaignId: string) {
  const campaign = await chainedCampaign(viewer, campaignId);
  if (!campaign) return null;
  async function* pages() {
    for (let from = 0; from < campaign!.head.seq; from += AT_A_TIME) {
      const seq = { gt: from, lte: Math.min(from + AT_A_TIME, campaign!.head.seq) };
      yield (await db.campaignChange.findMany({ where: { campaignId, seq }, orderBy: { seq: "asc" } })).map(linkOf);
    }
  }
  return { campaign, roots: await rootsNow(), pages: pages() };
}

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

import { db } from "#app/db.server.ts";

/*
 * The figures of one campaign, each by one aggregate over its own rows (index: Pledge.campaignId, CampaignCount's key). Pledges are
 * counted from the pledges themselves, views from what browsers reported: whoever browses without scripts is not seen there.
 */
export type Day = { day: string; pledges: number; fen: bigint };
export type Funnel = { views: number; visits: number; rewards: number; claims: number; paid: number; kept: number };
export type Referrer = {
  id: string | null;
  name: string | null;
  code: string | null;
  clicks: number;
  visits: number;
  pledges: number;
  fen: bigint;
  dropped: number;
};
/** province: the first two digits of its code; city: null where the province is the city. */
export type City = { province: string; city: string | null; backers: number; fen: bigint };
export type RewardFigure = {
  id: string;
  title: string;
  kind: "REWARD" | "ADDON";
  priceFen: bigint;
  limit: number | null;
  units: number;
  fen: bigint;
  backers: number;
};

/** Pledges that were ever confirmed, by day of their confirmation in Shanghai. */
export const daysOf = (campaignId: string) => db.$queryRaw<Day[]>`
  SELECT to_char("pledgedAt" AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day, count(*)::int AS pledges, sum("amountFen")::bigint AS fen
    FROM "Pledge" WHERE "campaignId" = ${campaignId}::uuid AND "pledgedAt" IS NOT NULL AND NOT late GROUP BY 1 ORDER BY 1`;

/** From a view to a pledge that was kept. Kept: neither cancelled nor dropped nor given back. */
export async function funnelOf(campaignId: string): Promise<Funnel> {
  const [row] = await db.$queryRaw<Funnel[]>`
    WITH seen AS (
      SELECT coalesce(sum(count) FILTER (WHERE kind = 'VIEW'), 0)::int AS views, coalesce(sum(count) FILTER (WHERE kind = 'VISIT'), 0)::int AS visits,
             coalesce(sum(count) FILTER (WHERE kind = 'REWARD'), 0)::int AS rewards
        FROM "CampaignCount" WHERE "campaignId" = ${campaignId}::uuid),
    pledged AS (
      SELECT count(*)::int AS claims, count("pledgedAt")::int AS paid,
             (count(*) FILTER (WHERE state IN ('PLEDGED', 'CHARGING', 'COLLECTED', 'ERRORED', 'AUTH_REQUIRED', 'DISPUTED')))::int AS kept
        FROM "Pledge" WHERE "campaignId" = ${campaignId}::uuid)
    SELECT * FROM seen, pledged`;
  return row!;
}

/** Each own link, and everything that came without one (id null), with the most money first. */
export const referrersOf = (campaignId: string) => db.$queryRaw<Referrer[]>`
  WITH pledged AS (
    SELECT "referrerId" AS id, count(*) FILTER (WHERE counted)::int AS pledges, coalesce(sum("amountFen") FILTER (WHERE counted), 0)::bigint AS fen,
           (count(*) FILTER (WHERE state = 'DROPPED'))::int AS dropped
      FROM "Pledge" WHERE "campaignId" = ${campaignId}::uuid GROUP BY 1),
  visited AS (
    SELECT referrer, sum(count)::int AS visits FROM "CampaignCount" WHERE "campaignId" = ${campaignId}::uuid AND kind = 'VISIT' GROUP BY 1),
  links AS (
    SELECT id, name, code, clicks FROM "ReferrerLink" WHERE "campaignId" = ${campaignId}::uuid
    UNION ALL SELECT NULL, NULL, NULL, 0)
  SELECT l.*, coalesce(v.visits, 0) AS visits, coalesce(p.pledges, 0) AS pledges, coalesce(p.fen, 0)::bigint AS fen, coalesce(p.dropped, 0) AS dropped
    FROM links l LEFT JOIN pledged p ON p.id IS NOT DISTINCT FROM l.id LEFT JOIN visited v ON v.referrer = coalesce(l.id::text, '')
   ORDER BY fen DESC, l.name NULLS LAST LIMIT 60`;

/** Where backers are, by province and city (a region is "甘肃省 兰州市 城关区"; only the province where no address is known yet). */
export const citiesOf = (campaignId: string, limit = 20) => db.$queryRaw<City[]>`
  SELECT left("provinceCode", 2) AS province, CASE WHEN region LIKE '% % %' THEN split_part(region, ' ', 2) END AS city,
         count(*)::int AS backers, sum("amountFen")::bigint AS fen FROM "Pledge"
   WHERE "campaignId" = ${campaignId}::uuid AND counted AND "provinceCode" IS NOT NULL
   GROUP BY 1, 2 ORDER BY backers DESC, 1, 2 LIMIT ${limit}`;

/** How each reward sold: units, money and backers of counted pledges. */
export const rewardsOf = (campaignId: string) => db.$queryRaw<RewardFigure[]>`
  SELECT r.id, r.title, r.kind, r."priceFen", r."limit", coalesce(s.units, 0)::int AS units, coalesce(s.fen, 0)::bigint AS fen, coalesce(s.backers, 0)::int AS backers
    FROM "Reward" r LEFT JOIN (
      SELECT l."rewardId", sum(l.qty) AS units, sum(l.qty * l."priceFen") AS fen, count(*) AS backers
        FROM "Pledge" p JOIN "PledgeVersion" v ON v."pledgeId" = p.id AND v.state = 'CURRENT' JOIN "PledgeLine" l ON l."versionId" = v.id
       WHERE p."campaignId" = ${campaignId}::uuid AND p.counted GROUP BY 1) s ON s."rewardId" = r.id
   WHERE r."campaignId" = ${campaignId}::uuid ORDER BY r.kind, r.ord`;

/** Followers before the launch and after it, and how many of them pledged. */
export async function followersOf(campaignId: string) {
  const [row] = await db.$queryRaw<{ before: number; beforePledged: number; after: number; afterPledged: number }[]>`
    SELECT (count(*) FILTER (WHERE early))::int AS before, (count(*) FILTER (WHERE early AND pledged))::int AS "beforePledged",
           (count(*) FILTER (WHERE NOT early))::int AS after, (count(*) FILTER (WHERE NOT early AND pledged))::int AS "afterPledged"
      FROM (SELECT (c."launchedAt" IS NULL OR f.at < c."launchedAt") AS early,
                   EXISTS (SELECT FROM "Pledge" p WHERE p."campaignId" = f."campaignId" AND p."userId" = f."userId" AND p."pledgedAt" IS NOT NULL) AS pledged
              FROM "Follow" f JOIN "Campaign" c ON c.id = f."campaignId" WHERE f."campaignId" = ${campaignId}::uuid) x`;
  return row!;
}

export type Ending = { state: string; code: string | null; said: string | null; count: number };

/** Why pledges ended, the most frequent first: the product's or the channel's code, and what backers who cancelled wrote themselves. */
export const endingsOf = (campaignId: string) => db.$queryRaw<Ending[]>`
  SELECT p.state::text, coalesce(p."endReason", p."lastDecline") AS code, t.reason AS said, count(*)::int FROM "Pledge" p
    LEFT JOIN LATERAL (
      SELECT reason FROM "Transition" WHERE entity = 'pledge' AND "entityId" = p.id AND verb = 'cancelPledge' ORDER BY id DESC LIMIT 1) t ON true
   WHERE p."campaignId" = ${campaignId}::uuid AND p.state IN ('CANCELLED', 'DROPPED', 'REFUNDING', 'REFUNDED', 'EXPIRED')
   GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 3 NULLS LAST LIMIT 40`;

/** The same without what people wrote: that is for the creator. */
export function codesOf(endings: readonly Ending[]): Ending[] {
  const sums = new Map<string, Ending>();
  for (const ending of endings) {
    const key = `${ending.state} ${ending.code}`;
    sums.set(key, { ...ending, said: null, count: (sums.get(key)?.count ?? 0) + ending.count });
  }
  return [...sums.values()].sort((a, b) => b.count - a.count);
}

/** Finished campaigns of the same kind, nearest in goal: how they did. */
export const comparableTo = (campaign: { id: string; category: string; goalFen: bigint }) => db.$queryRaw<
  { id: string; title: string; goalFen: bigint; pledgedFen: bigint; backers: number; lifecycle: string }[]
>`
  SELECT id, title, "goalFen", "pledgedFen", backers, lifecycle::text FROM "Campaign"
   WHERE category = ${campaign.category} AND lifecycle IN ('SUCCESSFUL', 'FAILED') AND id <> ${campaign.id}::uuid AND moderation <> 'PURGED'
   ORDER BY abs("goalFen" - ${campaign.goalFen}), id LIMIT 5`;

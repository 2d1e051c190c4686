import { db } from "#app/db.server.ts";
import { singleton } from "#app/singleton.server.ts";
import { appNow } from "#app/transact.server.ts";

/**
 * What a creator has done so far, over every campaign that went live: counted from what happened, so that nobody can edit it. A day that
 * was promised first counts, whatever was said later. Medians are null where there is nothing to take them of.
 */
export type CreatorRecord = {
  launched: number;
  funded: number;
  delivered: number;
  /** Pledges that were sent or should have been by now, and those of them sent by the promised day. */
  due: number;
  onTime: number;
  slipDays: number | null;
  updateDays: number | null;
  refundHours: number | null;
  received: number;
  defects: number;
};

export async function readCreatorRecord(orgId: string): Promise<CreatorRecord> {
  const now = await appNow();
  const [[parcels], [words], [lives]] = await Promise.all([parcelsOf(orgId, now), updatesOf(orgId, now), livesOf(orgId)]);
  return { ...lives!, ...parcels!, ...words! };
}

/** Rows by creator are few; their pledges may be many: worked out once in a while for all visitors. */
const KEEP_MS = 300_000;
const MOST_KEPT = 500;
const kept = singleton("creator-records", () => new Map<string, { until: number; record: Promise<CreatorRecord> }>());

export function creatorRecord(orgId: string): Promise<CreatorRecord> {
  const known = kept.get(orgId);
  if (known && known.until > performance.now()) return known.record;
  if (kept.size >= MOST_KEPT) kept.clear();
  const record = readCreatorRecord(orgId);
  kept.set(orgId, { until: performance.now() + KEEP_MS, record });
  record.catch(() => kept.delete(orgId));
  return record;
}

const livesOf = (orgId: string) => db.$queryRaw<Pick<CreatorRecord, "launched" | "funded" | "delivered" | "refundHours">[]>`
  WITH mine AS MATERIALIZED (SELECT id, lifecycle, fulfilment FROM "Campaign" WHERE "creatorId" = ${orgId}::uuid AND "launchedAt" IS NOT NULL)
  SELECT count(*)::int AS launched, (count(*) FILTER (WHERE lifecycle = 'SUCCESSFUL'))::int AS funded,
         (count(*) FILTER (WHERE fulfilment = 'DELIVERED'))::int AS delivered,
         (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM r."doneAt" - r."entitledAt") / 3600)
            FROM "PledgeRefund" r WHERE r."campaignId" IN (SELECT id FROM mine) AND r.state = 'DONE')::float AS "refundHours"
    FROM mine`;

/** A refund for a delay is no less late than a parcel that never came. */
const parcelsOf = (orgId: string, now: Date) => db.$queryRaw<Pick<CreatorRecord, "due" | "onTime" | "slipDays" | "received" | "defects">[]>`
  WITH mine AS MATERIALIZED (SELECT id FROM "Campaign" WHERE "creatorId" = ${orgId}::uuid AND "launchedAt" IS NOT NULL),
  promises AS MATERIALIZED (
    SELECT r.id, coalesce((
        SELECT (k.before->>'promisedAt')::timestamptz FROM "CampaignChange" k
         WHERE k."campaignId" = r."campaignId" AND k.subject = 'reward:' || r.id AND k.before->>'promisedAt' IS NOT NULL
         ORDER BY k.seq LIMIT 1), r."promisedAt") AS at
      FROM "Reward" r WHERE r.ships AND r."campaignId" IN (SELECT id FROM mine)),
  pledges AS MATERIALIZED (
    SELECT p.id, p."endedAt", max(w.at) AS promised FROM "Pledge" p
      JOIN "PledgeVersion" v ON v."pledgeId" = p.id AND v.state = 'CURRENT' JOIN "PledgeLine" l ON l."versionId" = v.id JOIN promises w ON w.id = l."rewardId"
     WHERE p."campaignId" IN (SELECT id FROM mine)
       AND (p.state IN ('COLLECTED', 'DISPUTED', 'CHARGED_BACK') OR (p.state IN ('REFUNDING', 'REFUNDED') AND p."endReason" LIKE 'DELAY%'))
     GROUP BY p.id),
  parcels AS (
    SELECT p.*, s.sent, coalesce(s.received, false) AS received FROM pledges p LEFT JOIN LATERAL (
      SELECT max("shippedAt") AS sent, bool_and(state = 'DELIVERED') AS received FROM "Shipment" WHERE "pledgeId" = p.id) s ON true),
  due AS (
    SELECT greatest(0, extract(epoch FROM coalesce(sent, "endedAt", ${now}) - promised) / 86400) AS late, coalesce(sent <= promised, false) AS "onTime"
      FROM parcels WHERE sent IS NOT NULL OR promised < ${now})
  SELECT (SELECT count(*)::int FROM due) AS due, (SELECT (count(*) FILTER (WHERE "onTime"))::int FROM due) AS "onTime",
         (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY late) FROM due)::float AS "slipDays",
         (SELECT (count(*) FILTER (WHERE received))::int FROM parcels) AS received,
         (SELECT count(DISTINCT d."pledgeId")::int FROM "DefectReport" d WHERE d."campaignId" IN (SELECT id FROM mine)) AS defects`;

/** From the launch to the end of a campaign's work: how long people waited for a word, the present silence included. */
const updatesOf = (orgId: string, now: Date) => db.$queryRaw<Pick<CreatorRecord, "updateDays">[]>`
  WITH mine AS MATERIALIZED (
    SELECT id, "launchedAt" AS began,
           CASE WHEN lifecycle IN ('FAILED', 'CANCELLED') THEN "endedAt" ELSE coalesce("deliveredAt", ${now}) END AS until
      FROM "Campaign" WHERE "creatorId" = ${orgId}::uuid AND "launchedAt" IS NOT NULL),
  words AS (
    SELECT id, began AS at FROM mine UNION ALL SELECT id, until FROM mine
    UNION ALL SELECT m.id, u.at FROM mine m JOIN "CampaignUpdate" u ON u."campaignId" = m.id AND u.at BETWEEN m.began AND m.until),
  gaps AS (SELECT extract(epoch FROM at - lag(at) OVER (PARTITION BY id ORDER BY at)) / 86400 AS days FROM words)
  SELECT (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FROM gaps WHERE days IS NOT NULL)::float AS "updateDays"
   WHERE EXISTS (SELECT FROM "CampaignUpdate" WHERE "campaignId" IN (SELECT id FROM mine))
  UNION ALL SELECT NULL LIMIT 1`;

import { policy } from "#app/campaigns/policy.ts";
import type { Tx } from "#app/transact.server.ts";
import { Prisma } from "../../../generated/prisma/client.ts";

/**
 * Collected pledges of a campaign whose reward has not left, with the day that it was promised for. `owed`: its creator could have sent it,
 * so the campaign is late with it. That is not so for a backer who gave no address by the lock, and not for what no parcel carries
 * beside rewards that are sent (nobody sees whether it was delivered); who gave an address late is waited for from then on.
 * `itself`: nothing of it was sent, for all to see.
 */
export const unsent = (campaignId: Prisma.Sql) => Prisma.sql`
  SELECT p.id, p."userId", max(r."promisedAt") AS "promisedAt", greatest(max(r."promisedAt"), p."addressLateAt") AS "owedAt",
         bool_or(r.ships) OR NOT parcels.sends AS itself,
         CASE WHEN bool_or(r.ships) THEN p."shipTo" IS NOT NULL OR NOT (bool_or(n."lockedAt" IS NOT NULL) OR parcels.locked)
              ELSE NOT parcels.sends END AS owed
    FROM "Pledge" p JOIN "Campaign" k ON k.id = p."campaignId"
    JOIN "PledgeVersion" v ON v."pledgeId" = p.id AND v.state = 'CURRENT' JOIN "PledgeLine" l ON l."versionId" = v.id
    JOIN "Reward" r ON r.id = l."rewardId" LEFT JOIN "SurveyRound" n ON n."rewardId" = r.id
   CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM "Reward" WHERE "campaignId" = k.id AND ships) AS sends,
                              EXISTS (SELECT FROM "Survey" WHERE "campaignId" = k.id AND "lockedAt" IS NOT NULL) AS locked) parcels
   WHERE p."campaignId" = ${campaignId} AND p.state = 'COLLECTED'
     AND NOT EXISTS (SELECT FROM "Shipment" s WHERE s."pledgeId" = p.id AND s."shippedAt" IS NOT NULL)
   GROUP BY p.id, k.id, parcels.sends, parcels.locked
  HAVING bool_or(r.ships) OR k."deliveredAt" IS NULL`;

/** Days by which it is late, as ladder.ts counts them: Shanghai's. */
export const lateBy = (at: Prisma.Sql, now: Date) => Prisma.sql`
  (floor(extract(epoch FROM (${now}::timestamptz + interval '8 hours')) / 86400) - floor(extract(epoch FROM (${at} + interval '8 hours')) / 86400))`;

/**
 * Ninety days late with more than a few. Where so much was sent that, arrived, it releases the last stage, the campaign kept its word: those
 * who still wait have their rights.
 */
export const isBroken = (campaignId: Prisma.Sql, now: Date) => Prisma.sql`(
  SELECT count(*) * 10000 > (count(*) + (
      SELECT count(*) FROM "Pledge" s WHERE s."campaignId" = ${campaignId} AND s.state = 'COLLECTED'
         AND EXISTS (SELECT FROM "Shipment" h WHERE h."pledgeId" = s.id AND h."shippedAt" IS NOT NULL))) * ${10_000 - policy.deliveredBps}::int
    FROM (${unsent(campaignId)}) u WHERE u.owed AND ${lateBy(Prisma.sql`u."owedAt"`, now)} >= ${policy.delay.fullDays}::int)`;

type Reads = Pick<Tx, "$queryRaw">;
const idOf = (campaignId: string) => Prisma.sql`${campaignId}::uuid`;

/** The earliest day from which a campaign is waited for, null when everything has left that could; and whether it broke its promise. */
export async function owedSince(tx: Reads, campaignId: string, now: Date) {
  const id = idOf(campaignId);
  const [row] = await tx.$queryRaw<{ at: Date | null; broken: boolean }[]>`
    SELECT min("owedAt") AS at, ${isBroken(id, now)} AS broken FROM (${unsent(id)}) u WHERE u.owed`;
  return row!;
}

/** Every pledge of it that nothing was sent for. */
export const unsentPledges = (tx: Reads, campaignId: string) =>
  tx.$queryRaw<{ id: string; userId: string; promisedAt: Date; itself: boolean }[]>`
    SELECT id, "userId", "promisedAt", itself FROM (${unsent(idOf(campaignId))}) u`;

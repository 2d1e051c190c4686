import { db } from "#app/db.server.ts";
import type { Tx } from "#app/transact.server.ts";

/**
 * How many collected pledges have something to send, and how many of those arrived: every shipment confirmed, by the backer or by the rule.
 * A pledge whose money went back is no longer counted.
 */
export async function deliveredShare(campaignId: string, on: Pick<Tx, "$queryRaw"> = db) {
  const [row] = await on.$queryRaw<{ shippable: number; sent: number; delivered: number }[]>`
    SELECT count(*)::int AS shippable, count(*) FILTER (WHERE s.sent)::int AS sent, count(*) FILTER (WHERE s.delivered)::int AS delivered
    FROM "Pledge" p
    CROSS JOIN LATERAL (
      SELECT coalesce(bool_or(state IN ('SHIPPED', 'DELAYED', 'DELIVERED')), false) AS sent, coalesce(bool_and(state = 'DELIVERED'), false) AS delivered
      FROM "Shipment" WHERE "pledgeId" = p.id) s
    WHERE p."campaignId" = ${campaignId}::uuid AND p.state = 'COLLECTED'
      AND EXISTS (SELECT 1 FROM "PledgeVersion" v JOIN "PledgeLine" l ON l."versionId" = v.id JOIN "Reward" r ON r.id = l."rewardId"
                  WHERE v."pledgeId" = p.id AND v.state = 'CURRENT' AND r.ships)`;
  return row!;
}

import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import type { Tx } from "#app/transact.server.ts";

type Of = { id: string; creatorId: string; title: string };

/**
 * Marks counted pledges that come from the creator's own side (RC-45): by their members, by staff, or with a card, a browser or an identity that
 * theirs have, too. With a pledge: that one alone. The caller holds the campaign's row. Gives how many it found.
 */
export async function findRelated(tx: Tx, campaign: Of, pledgeId: string | null, now: Date): Promise<number> {
  const found = await tx.$queryRaw<{ id: string; userId: string }[]>`
    WITH own AS MATERIALIZED (SELECT "userId" FROM "Member" WHERE "orgId" = ${campaign.creatorId}::uuid),
    cards AS MATERIALIZED (
      SELECT fingerprint FROM "Pledge" WHERE "campaignId" = ${campaign.id}::uuid AND related AND fingerprint IS NOT NULL
      UNION SELECT fingerprint FROM "CardUse" WHERE "userId" IN (SELECT "userId" FROM own)),
    devices AS MATERIALIZED (SELECT device FROM "UserDevice" WHERE "userId" IN (SELECT "userId" FROM own)),
    identities AS MATERIALIZED (
      SELECT r."idKey" FROM "RealNameRequest" r WHERE r.state = 'APPROVED' AND r."idKey" <> '' AND (r."orgId" = ${campaign.creatorId}::uuid OR r."orgId" IN (
        SELECT o.id FROM "Organisation" o JOIN "Member" m ON m."orgId" = o.id WHERE o.kind = 'PERSON' AND m."userId" IN (SELECT "userId" FROM own)))),
    seen AS (
      SELECT p.id, CASE
          WHEN p."userId" IN (SELECT "userId" FROM own) THEN 'TEAM'
          WHEN u.operator THEN 'STAFF'
          WHEN p.fingerprint IN (SELECT fingerprint FROM cards) THEN 'CARD'
          WHEN EXISTS (SELECT FROM "UserDevice" d WHERE d."userId" = p."userId" AND d.device IN (SELECT device FROM devices)) THEN 'DEVICE'
          WHEN EXISTS (SELECT FROM "RealNameRequest" r WHERE r."orgId" = p."orgId" AND r.state = 'APPROVED' AND r."idKey" IN (SELECT "idKey" FROM identities)) THEN 'IDENTITY'
        END AS why
        FROM "Pledge" p JOIN "User" u ON u.id = p."userId"
       WHERE p."campaignId" = ${campaign.id}::uuid AND p.counted AND NOT p.related AND p."relatedBy" IS NULL AND (${pledgeId}::uuid IS NULL OR p.id = ${pledgeId}::uuid))
    UPDATE "Pledge" p SET related = true, "relatedBy" = seen.why FROM seen WHERE p.id = seen.id AND seen.why IS NOT NULL RETURNING p.id, p."userId"`;
  const told = found.map(({ id, userId }) => ({ id, userId, params: { title: campaign.title } }));
  await tellPledges(tx, told, "campaigns.notice.foundRelated", now);
  return found.length;
}

import { createHmac, hkdfSync } from "node:crypto";
import { db } from "#app/db.server.ts";
import { env } from "#app/env.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { singleton } from "#app/singleton.server.ts";
import type { Tx } from "#app/transact.server.ts";

const key = () =>
  singleton("mail-key", () => Buffer.from(hkdfSync("sha256", env.SESSION_SECRET, "jincheng", "secret reward mails v1", 32)));
/** Equal for equal addresses; a list of them is kept so that it can be asked, not read. */
export const keyOfMail = (mail: string) => createHmac("sha256", key()).update(mail.toLowerCase()).digest("base64url");

/** The campaign's secret rewards that are open to this person without a link. */
export function openSecrets(on: Pick<Tx, "$queryRaw">, viewer: Viewer, campaignId: string): Promise<{ id: string; secretKey: string }[]> {
  return on.$queryRaw`
    SELECT r.id, r."secretKey" FROM "Reward" r JOIN "RewardAccess" a ON a."rewardId" = r.id JOIN "Campaign" c ON c.id = r."campaignId"
     WHERE r."campaignId" = ${campaignId}::uuid AND r."secretKey" IS NOT NULL AND (
       a.followers AND EXISTS (SELECT FROM "Follow" f WHERE f."campaignId" = c.id AND f."userId" = ${viewer.userId}::uuid AND (c."launchedAt" IS NULL OR f.at < c."launchedAt"))
       OR a.backers AND EXISTS (SELECT FROM "Pledge" p JOIN "Campaign" o ON o.id = p."campaignId"
                                 WHERE p."userId" = ${viewer.userId}::uuid AND p.state = 'COLLECTED' AND o."creatorId" = c."creatorId" AND o.id <> c.id)
       OR ${keyOfMail(viewer.email)} = ANY (a."mailKeys"))`;
}

/** One of them opened the page. It does not wait for the count, and a lost one does no harm. */
export function countGroupViews(rewardIds: readonly string[]): void {
  if (rewardIds.length === 0) return;
  db.rewardAccess
    .updateMany({ where: { rewardId: { in: [...rewardIds] } }, data: { views: { increment: 1 } } })
    .catch((error) => console.error("group view", error));
}

export type SecretFigures = {
  id: string;
  followers: boolean;
  backers: boolean;
  mails: number;
  linkViews: number;
  linkPledges: number;
  groupViews: number;
  groupPledges: number;
};
/** What came of each secret reward, by its link and by its group. */
export const secretFigures = (campaignId: string): Promise<SecretFigures[]> => db.$queryRaw`
  SELECT r.id, coalesce(a.followers, false) AS followers, coalesce(a.backers, false) AS backers, coalesce(cardinality(a."mailKeys"), 0) AS mails,
         r."secretViews" AS "linkViews", coalesce(a.views, 0) AS "groupViews", u.link AS "linkPledges", u.own AS "groupPledges"
    FROM "Reward" r LEFT JOIN "RewardAccess" a ON a."rewardId" = r.id
    CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE NOT s."byGroup")::int AS link, count(*) FILTER (WHERE s."byGroup")::int AS own
                          FROM "SecretUse" s JOIN "Pledge" p ON p.id = s."pledgeId"
                         WHERE s."rewardId" = r.id AND p.state NOT IN ('RESERVED', 'EXPIRED', 'CANCELLED')) u
   WHERE r."campaignId" = ${campaignId}::uuid AND r."secretKey" IS NOT NULL ORDER BY r.ord`;

import { db } from "#app/db.server.ts";

/** Somebody opened a secret reward's link. The page does not wait for the count, and a lost one does no harm. */
export function countSecretView(campaignId: string, secretKey: string): void {
  db.reward
    .updateMany({ where: { campaignId, secretKey }, data: { secretViews: { increment: 1 } } })
    .catch((error) => console.error("secret view", error));
}

import { db } from "#app/db.server.ts";

/** How much there is to read beside a campaign's page. Both numbers come from indexes. */
export async function talkCounts(campaignId: string) {
  const [updates, comments] = await Promise.all([
    db.campaignUpdate.count({ where: { campaignId } }),
    db.campaignComment.count({ where: { campaignId, hiddenAt: null } }),
  ]);
  return { updates, comments };
}

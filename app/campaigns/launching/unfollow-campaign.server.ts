import type { Viewer } from "#app/people/viewer.ts";
import { transact } from "#app/transact.server.ts";

/** Whoever doesn't follow has nothing to undo. */
export async function unfollowCampaign(viewer: Viewer, campaignId: string): Promise<void> {
  await transact(async (tx) => {
    const { count } = await tx.follow.deleteMany({ where: { campaignId, userId: viewer.userId } });
    if (count > 0) await tx.campaign.updateMany({ where: { id: campaignId }, data: { followers: { decrement: count } } });
  });
}

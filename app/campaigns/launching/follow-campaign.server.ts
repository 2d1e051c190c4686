import { publicLifecycles } from "#app/campaigns/campaign.ts";
import { countCampaign } from "#app/campaigns/insight/count.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { isPublic } from "#app/campaigns/visible.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, appNow, transact } from "#app/transact.server.ts";

/** Somebody wants to hear of it. Following twice is following once. */
export async function followCampaign(viewer: Viewer, campaignId: string): Promise<void> {
  await transact(async (tx) => {
    const campaign = await tx.campaign.findUnique({ where: { id: campaignId }, select: { lifecycle: true, moderation: true } });
    if (!campaign || !isPublic(campaign)) throw new Refusal("notFound");
    const now = await appNow(tx);
    const { count } = await tx.follow.createMany({ data: [{ campaignId, userId: viewer.userId, at: now }], skipDuplicates: true });
    if (count === 0) return;
    const where = { id: campaignId, lifecycle: { in: [...publicLifecycles] } };
    const counted = await tx.campaign.updateMany({ where, data: { followers: { increment: 1 } } });
    if (counted.count !== 1) throw new Refusal("notFound");
    afterCommit(tx, () => {
      countCampaign(campaignId, "FOLLOW");
      announceCampaign(campaignId);
    });
  });
}

import { isPublic } from "#app/campaigns/visible.ts";
import { db } from "#app/db.server.ts";
import { belongs, type Viewer } from "#app/people/viewer.ts";

/** Pictures and evidence of a campaign: for everybody once it is public, for its creators and operators before. */
export async function maySeeCampaignFiles(viewer: Viewer | null, campaignId: string): Promise<boolean> {
  const campaign = await db.campaign.findUnique({
    where: { id: campaignId },
    select: { lifecycle: true, moderation: true, creatorId: true },
  });
  if (!campaign) return false;
  return isPublic(campaign) || viewer?.operator === true || belongs(viewer, campaign.creatorId);
}

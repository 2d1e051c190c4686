import type { Lifecycle, Moderation } from "#app/campaigns/campaign.ts";
import { isPublic } from "#app/campaigns/visible.ts";
import { belongs, type Viewer } from "#app/people/viewer.ts";

/** Its creators and operators see a campaign always; others once it is public. */
export const maySeeCampaign = (viewer: Viewer | null, campaign: { creatorId: string; lifecycle: Lifecycle; moderation: Moderation }) =>
  isPublic(campaign) || viewer?.operator === true || belongs(viewer, campaign.creatorId);

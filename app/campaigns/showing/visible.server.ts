import { type Lifecycle, type Moderation, publicLifecycles } from "#app/campaigns/campaign.ts";
import { belongs, type Viewer } from "#app/people/viewer.ts";

type Seen = { creatorId: string; lifecycle: Lifecycle; moderation: Moderation };

/** What everybody may see: from the preview on, unless it was taken down. */
export const isPublic = ({ lifecycle, moderation }: Omit<Seen, "creatorId">) =>
  publicLifecycles.includes(lifecycle) && moderation !== "PURGED";

/** Its creators and operators see a campaign always (creators not once it was taken down); others once it is public. */
export const maySeeCampaign = (viewer: Viewer | null, campaign: Seen) =>
  isPublic(campaign) || viewer?.operator === true || (campaign.moderation !== "PURGED" && belongs(viewer, campaign.creatorId));

import { type Lifecycle, type Moderation, publicLifecycles } from "#app/campaigns/campaign.ts";

/** May everybody see it? One that was taken down is seen by its creators and operators only. */
export const isPublic = (campaign: { lifecycle: Lifecycle; moderation: Moderation }) =>
  publicLifecycles.includes(campaign.lifecycle) && campaign.moderation !== "PURGED";

/** What a public page says of operators' measures: that they are looking into it is not yet anything, and harms nobody unjustly. */
export const shownModeration = (moderation: Moderation): Moderation => (moderation === "FLAGGED" ? "CLEAR" : moderation);

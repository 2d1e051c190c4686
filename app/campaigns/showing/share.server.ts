import { fundedBps } from "#app/campaigns/campaign.ts";
import { shareStep } from "#app/campaigns/showing/share.ts";
import { isPublic } from "#app/campaigns/visible.ts";
import { db } from "#app/db.server.ts";

/** What stands on things that leave the site: a share picture, a card on somebody's page. Only of what everybody may see. */
export async function sharedCampaign(id: string) {
  const campaign = await db.campaign.findUnique({
    where: { id },
    select: {
      id: true,
      title: true,
      tagline: true,
      coverFileId: true,
      lifecycle: true,
      moderation: true,
      goalFen: true,
      pledgedFen: true,
      backers: true,
      followers: true,
      deadlineAt: true,
      creator: { select: { name: true } },
    },
  });
  if (!campaign || !isPublic(campaign)) return null;
  const bps = fundedBps(campaign);
  return { ...campaign, creator: campaign.creator.name, bps, step: shareStep(bps) };
}
export type SharedCampaign = NonNullable<Awaited<ReturnType<typeof sharedCampaign>>>;

import type { TFunction } from "i18next";
import { z } from "zod";
import { drawDays, drawFunnel, drawRewards } from "#app/campaigns/insight/drawings.server.ts";
import { citiesOf, daysOf, endingsOf, followersOf, funnelOf, referrersOf, rewardsOf } from "#app/campaigns/insight/figures.server.ts";
import { db } from "#app/db.server.ts";
import { belongs, type Viewer } from "#app/people/viewer.ts";

/** The campaign, for its creators and operators; to anybody else it has no inside. */
export async function insideOf(viewer: Viewer, campaignId: string) {
  if (!z.uuid().safeParse(campaignId).success) return null;
  const campaign = await db.campaign.findUnique({
    where: { id: campaignId },
    select: {
      id: true,
      creatorId: true,
      title: true,
      tagline: true,
      category: true,
      lifecycle: true,
      goalFen: true,
      pledgedFen: true,
      receivedFen: true,
      refundedFen: true,
      releasedFen: true,
      backers: true,
      followers: true,
      launchedAt: true,
      deadlineAt: true,
      settledAt: true,
      creator: { select: { name: true } },
    },
  });
  return campaign && (belongs(viewer, campaign.creatorId) || viewer.operator) ? campaign : null;
}
export type Inside = NonNullable<Awaited<ReturnType<typeof insideOf>>>;

/** Everything the dashboard shows, its charts drawn in the viewer's language. */
export async function insight(campaign: Pick<Inside, "id" | "goalFen">, t: TFunction) {
  const [days, funnel, referrers, cities, rewards, followers, endings] = await Promise.all([
    daysOf(campaign.id),
    funnelOf(campaign.id),
    referrersOf(campaign.id),
    citiesOf(campaign.id),
    rewardsOf(campaign.id),
    followersOf(campaign.id),
    endingsOf(campaign.id),
  ]);
  const drawings = {
    days: days.length > 0 ? drawDays(t, days, campaign.goalFen) : null,
    funnel: drawFunnel(t, funnel),
    rewards: rewards.length > 0 ? drawRewards(t, rewards) : null,
  };
  return { days, funnel, referrers, cities, rewards, followers, endings, drawings };
}

import { keptFen } from "#app/campaigns/campaign.ts";
import type { PublicState } from "#app/campaigns/showing/announce.server.ts";
import type { CampaignPageData } from "#app/campaigns/showing/campaign-page.server.ts";

/** The public state that the page was made with: what its socket's news are compared to. */
export function stateOf({ campaign, nowMs }: CampaignPageData & { nowMs: number }): PublicState {
  const { id, v, pledgedFen, backers, orders, followers, deadlineAt, lifecycle, moderation, rewards, addOns } = campaign;
  const left = [...rewards, ...addOns].filter((reward) => !reward.secret).map((reward) => [reward.id, reward.left] as const);
  return {
    campaignId: id,
    v,
    pledgedFen: String(pledgedFen),
    keptFen: String(keptFen(campaign)),
    backers,
    orders,
    followers,
    left: Object.fromEntries(left),
    deadlineAt: deadlineAt?.getTime() ?? null,
    lifecycle,
    moderation,
    serverNow: nowMs,
  };
}

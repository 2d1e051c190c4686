import { creatorOf, lockCampaign } from "#app/campaigns/lock.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

/** Locks a reward after its campaign, for one of its creators; `as` says whether a suspended one may do it. */
export async function lockReward(tx: Tx, viewer: Viewer, rewardId: string, as: typeof creatorOf = creatorOf) {
  const found = await tx.reward.findUnique({ where: { id: rewardId }, select: { campaignId: true } });
  if (!found) throw new Refusal("notFound");
  const { campaign, now } = await lockCampaign(tx, found.campaignId);
  const actor = as(viewer, campaign);
  return { campaign, reward: await takeReward(tx, rewardId), actor, now };
}

/** The same for whoever holds the campaign's lock already. */
export async function takeReward(tx: Tx, rewardId: string) {
  await tx.$queryRaw`SELECT id FROM "Reward" WHERE id = ${rewardId}::uuid FOR UPDATE`;
  return tx.reward.findUniqueOrThrow({ where: { id: rewardId } });
}

/** A reward is one of a launched campaign's that still runs. */
export const mustBeLive = (campaign: { lifecycle: string }) => {
  if (campaign.lifecycle !== "LIVE") throw new Refusal("wrongState");
};

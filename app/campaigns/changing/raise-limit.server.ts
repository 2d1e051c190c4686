import { lockReward, mustBeLive } from "#app/campaigns/changing/lock-reward.server.ts";
import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, transact } from "#app/transact.server.ts";

/** More of a limited reward. Never fewer: people were told how many there are. */
export async function raiseLimit(viewer: Viewer, rewardId: string, limit: number): Promise<void> {
  await transact(async (tx) => {
    const { campaign, reward, now } = await lockReward(tx, viewer, rewardId);
    mustBeLive(campaign);
    if (reward.limit === null || reward.closedAt) throw new Refusal("wrongState");
    if (limit < reward.claimed) throw new Refusal("belowClaimed", { claimed: reward.claimed }, "limit");
    if (limit <= reward.limit) throw new Refusal("onlyMore", {}, "limit");
    const { count } = await tx.reward.updateMany({ where: { id: rewardId, limit: reward.limit }, data: { limit } });
    if (count !== 1) throw new Refusal("changedMeanwhile");
    await tx.campaign.update({ where: { id: campaign.id }, data: { v: { increment: 1 } } });
    const said = { title: reward.title };
    const change = { before: { ...said, limit: reward.limit }, after: { ...said, limit } };
    await recordChange(tx, campaign, { kind: "rewardLimit", subject: `reward:${rewardId}`, ...change }, viewer.userId, now);
    afterCommit(tx, () => announceCampaign(campaign.id));
  });
}

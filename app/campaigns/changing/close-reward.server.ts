import { lockReward, mustBeLive } from "#app/campaigns/changing/lock-reward.server.ts";
import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { runnerOf } from "#app/campaigns/lock.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, transact } from "#app/transact.server.ts";

/** No further pledges for this reward; those that are there stay. */
export async function closeReward(viewer: Viewer, rewardId: string): Promise<void> {
  await transact(async (tx) => {
    const { campaign, reward, now } = await lockReward(tx, viewer, rewardId, runnerOf);
    mustBeLive(campaign);
    if (reward.closedAt) throw new Refusal("wrongState");
    await tx.reward.update({ where: { id: rewardId }, data: { closedAt: now } });
    await tx.campaign.update({ where: { id: campaign.id }, data: { v: { increment: 1 } } });
    const change = { before: { title: reward.title, closed: false }, after: { title: reward.title, closed: true } };
    await recordChange(tx, campaign, { kind: "rewardClosed", subject: `reward:${rewardId}`, ...change }, viewer.userId, now);
    afterCommit(tx, () => announceCampaign(campaign.id));
  });
}

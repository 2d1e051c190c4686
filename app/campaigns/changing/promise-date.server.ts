import type { DateForm } from "#app/campaigns/changing/change.ts";
import { lockReward } from "#app/campaigns/changing/lock-reward.server.ts";
import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { standingPledges } from "#app/campaigns/fulfilling/tell-backers.server.ts";
import { runnerOf } from "#app/campaigns/lock.server.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/**
 * A delay said aloud: the day on which a reward is now expected. The day that was promised stays: backers' rights are counted from it.
 */
export async function promiseDate(viewer: Viewer, { rewardId, promised, note }: DateForm): Promise<void> {
  await transact(async (tx) => {
    const { campaign, reward, now } = await lockReward(tx, viewer, rewardId, runnerOf);
    if (campaign.lifecycle !== "SUCCESSFUL") throw new Refusal("wrongState");
    if (promised <= now) throw new Refusal("onlyLater", {}, "promised");
    const last = await tx.campaignChange.findFirst({
      where: { campaignId: campaign.id, kind: "newDate", subject: `reward:${rewardId}` },
      orderBy: { seq: "desc" },
      select: { after: true },
    });
    const was = (last?.after as { promisedAt?: string } | null)?.promisedAt ?? reward.promisedAt.toISOString();
    const change = {
      before: { title: reward.title, promisedAt: was },
      after: { title: reward.title, promisedAt: promised.toISOString() },
    };
    await recordChange(tx, campaign, { kind: "newDate", subject: `reward:${rewardId}`, note, ...change }, viewer.userId, now);
    await tx.campaign.update({ where: { id: campaign.id }, data: { newDateBy: null, v: { increment: 1 } } });
    const backers = await standingPledges(tx, { campaignId: campaign.id, rewardId });
    const params = { title: campaign.title, promisedAt: promised.toISOString() };
    const told = backers.map((pledge) => ({ ...pledge, params }));
    await tellPledges(tx, told, "campaigns.notice.newDate", now);
  });
}

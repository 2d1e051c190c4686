import { idleEnd } from "#app/campaigns/fulfilling/late/late.ts";
import { type LockedCampaign, lockCampaign, runnerOf } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx, transact } from "#app/transact.server.ts";
import { type Actor, byClock } from "#app/transition.server.ts";

/** Ends for good: by the creator, or by itself (viewer null) after a month without a pledge. */
export async function endLate(viewer: Viewer | null, campaignId: string) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = viewer ? runnerOf(viewer, campaign) : byClock;
    if (!viewer && (campaign.latePledge !== "OPEN" || idleEnd(campaign) > now)) throw new Refusal("wrongState");
    await closeLate(tx, campaign, actor, now);
    if (viewer) return;
    const params = { title: campaign.title };
    const href = `/campaigns/${campaign.id}/manage/late`;
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind: "campaigns.notice.lateIdle", params, href }, now);
  });
}

/** The same inside another verb that has locked the campaign. */
export async function closeLate(tx: Tx, campaign: LockedCampaign, actor: Actor, now: Date) {
  const data = { lateEndsAt: now, v: { increment: 1 } };
  await moveCampaign(tx, campaign, "latePledge", { verb: "endLate", to: "ENDED", actor, data }, now);
  afterCommit(tx, () => announceCampaign(campaign.id));
}

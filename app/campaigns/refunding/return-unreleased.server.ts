import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { lockCampaign, reviewerOf } from "#app/campaigns/lock.server.ts";
import { movePayout } from "#app/campaigns/paying-out/move-payout.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, transact } from "#app/transact.server.ts";

/**
 * An operator decides that what was not released goes back to the backers whom nothing was sent to: the stages to come are held, and the
 * clock gives each pledge its share (refundDelayed). It is published with the campaign's changes.
 */
export async function returnUnreleased(viewer: Viewer, campaignId: string, reason: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = reviewerOf(viewer, campaign);
    if (campaign.lifecycle !== "SUCCESSFUL" || campaign.collection !== "CLOSED" || campaign.unreleasedBackAt)
      throw new Refusal("wrongState");
    await tx.campaign.update({ where: { id: campaignId }, data: { unreleasedBackAt: now, v: { increment: 1 } } });
    for (const payout of await tx.payout.findMany({ where: { campaignId, state: "PLANNED" } }))
      await movePayout(tx, payout, { verb: "holdStage", to: "HELD", actor, reason, data: { holdReason: reason } }, now);
    await recordChange(tx, campaign, { kind: "unreleasedBack", subject: "campaign", before: null, after: { reason } }, viewer.userId, now);
    await operatorAct(tx, viewer, { act: "returnUnreleased", subject: { type: "campaign", id: campaignId }, reason }, now);
    const params = { title: campaign.title, reason };
    const href = `/campaigns/${campaignId}/manage/money`;
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind: "campaigns.notice.unreleasedBack", params, href }, now);
    afterCommit(tx, () => announceCampaign(campaignId));
  });
}

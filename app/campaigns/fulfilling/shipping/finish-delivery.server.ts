import { deliveredShare } from "#app/campaigns/fulfilling/delivered-share.server.ts";
import { closeLate } from "#app/campaigns/fulfilling/late/end-late.server.ts";
import { tellBackers } from "#app/campaigns/fulfilling/tell-backers.server.ts";
import { lockCampaign, runnerOf } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** Everything that had to be sent has arrived. By itself (viewer null) with the last receipt; a campaign that sends nothing says it itself. */
export async function finishDelivery(viewer: Viewer | null, campaignId: string) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = viewer ? runnerOf(viewer, campaign) : byClock;
    if (campaign.lifecycle !== "SUCCESSFUL" || campaign.collection !== "CLOSED") throw new Refusal("wrongState");
    // Whoever still sells is not finished.
    if (!viewer && campaign.latePledge === "OPEN") throw new Refusal("wrongState");
    const { shippable, delivered } = await deliveredShare(campaignId, tx);
    if (delivered < shippable || (!viewer && shippable === 0)) throw new Refusal("notAllDelivered", { left: shippable - delivered });
    if (campaign.latePledge === "OPEN") await closeLate(tx, campaign, actor, now);
    const data = { deliveredAt: now, newDateBy: null, v: { increment: 1 } };
    await moveCampaign(tx, campaign, "fulfilment", { verb: "finishDelivery", to: "DELIVERED", actor, data }, now);
    // What no parcel carries is received by this word: from here the days to give it back are counted.
    const params = { title: campaign.title };
    await tellBackers(tx, { campaignId, parcelless: true }, { kind: "campaigns.notice.deliveredWithoutParcel", params }, now);
    const notice = {
      kind: "campaigns.notice.allDelivered",
      params,
      href: `/campaigns/${campaignId}/manage`,
    } as const;
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", notice, now);
  });
}

import { tellBackers } from "#app/campaigns/fulfilling/tell-backers.server.ts";
import { lockCampaign, runnerOf } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Things are being made. From here on the creator sees whole addresses. */
export async function beginProduction(viewer: Viewer, campaignId: string) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = runnerOf(viewer, campaign);
    if (campaign.lifecycle !== "SUCCESSFUL" || campaign.collection !== "CLOSED") throw new Refusal("wrongState");
    const data = { productionAt: now, v: { increment: 1 } };
    await moveCampaign(tx, campaign, "fulfilment", { verb: "beginProduction", to: "IN_PRODUCTION", actor, data }, now);
    await tellBackers(tx, { campaignId }, { kind: "campaigns.notice.productionBegun", params: { title: campaign.title } }, now);
  });
}

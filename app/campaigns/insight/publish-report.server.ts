import { lockCampaign, runnerOf } from "#app/campaigns/lock.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** The creator shows the report of a campaign that has ended to everybody, or no longer. */
export async function publishReport(viewer: Viewer, campaignId: string, shown: boolean) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    runnerOf(viewer, campaign);
    if (campaign.lifecycle !== "SUCCESSFUL" && campaign.lifecycle !== "FAILED") throw new Refusal("wrongState");
    await tx.campaign.update({ where: { id: campaignId }, data: { reportAt: shown ? now : null } });
  });
}

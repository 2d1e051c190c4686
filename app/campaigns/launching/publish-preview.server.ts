import { creatorOf, lockCampaign } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** An approved campaign shows its preview page: people may follow it and are told when it goes live. */
export async function publishPreview(viewer: Viewer, campaignId: string): Promise<void> {
  await transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = creatorOf(viewer, campaign);
    if (!campaign.approvalEndsAt || campaign.approvalEndsAt <= now) throw new Refusal("approvalOver");
    await moveCampaign(tx, campaign, "lifecycle", { verb: "publishPreview", to: "PRELAUNCH", actor, data: { previewAt: now } }, now);
  });
}

import { lockCampaign, runnerOf } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { transact } from "#app/transact.server.ts";

/** Back to a draft before the launch. What was approved must then be reviewed again; followers stay. */
export async function withdrawCampaign(viewer: Viewer, campaignId: string): Promise<void> {
  await transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = runnerOf(viewer, campaign);
    const data = { reviewedHash: null, approvalEndsAt: null, approvedAt: null, launchAt: null, refundPolicy: null, inStock: false };
    await moveCampaign(tx, campaign, "lifecycle", { verb: "withdrawCampaign", to: "DRAFT", actor, data }, now);
    await tx.campaignReview.updateMany({ where: { campaignId, state: "PENDING" }, data: { state: "WITHDRAWN", decidedAt: now } });
  });
}

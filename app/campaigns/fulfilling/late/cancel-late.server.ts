import { guardBeforeEnd } from "#app/campaigns/fulfilling/late/schedule-late.server.ts";
import { lockCampaign, runnerOf } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { transact } from "#app/transact.server.ts";

/** Before the end the creator may still change their mind. */
export async function cancelLate(viewer: Viewer, campaignId: string) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = runnerOf(viewer, campaign);
    guardBeforeEnd(campaign, now);
    await moveCampaign(tx, campaign, "latePledge", { verb: "cancelLate", to: "OFF", actor }, now);
    await tx.reward.updateMany({ where: { campaignId }, data: { latePriceFen: null } });
  });
}

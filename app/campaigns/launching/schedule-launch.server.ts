import { lifecycleFlow } from "#app/campaigns/campaign.ts";
import { mayLaunch } from "#app/campaigns/launching/launch-campaign.server.ts";
import { creatorOf, lockCampaign } from "#app/campaigns/lock.server.ts";
import { allows } from "#app/flow.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Names the moment at which the clock launches it, or takes the appointment back (null). All that a launch needs must hold already. */
export async function scheduleLaunch(viewer: Viewer, campaignId: string, launchAt: Date | null): Promise<void> {
  await transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    creatorOf(viewer, campaign);
    if (!allows(lifecycleFlow, "launchCampaign", campaign.lifecycle)) throw new Refusal("wrongState");
    if (launchAt) {
      await mayLaunch(tx, campaign, now, launchAt);
      if (launchAt <= now) throw new Refusal("launchTooSoon", {}, "launchAt");
      if (launchAt >= campaign.approvalEndsAt!) throw new Refusal("launchTooLate", {}, "launchAt");
    }
    await tx.campaign.update({ where: { id: campaignId }, data: { launchAt } });
  });
}

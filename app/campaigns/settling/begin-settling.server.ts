import { lockCampaign } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** The deadline is reached: nothing new is taken, and what was claimed before it may still be confirmed for the time of the drain. */
export async function beginSettling(campaignId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    if (!campaign.deadlineAt || campaign.deadlineAt > now) throw new Refusal("wrongState");
    const move = { verb: "beginSettling", to: "SETTLING", actor: byClock, data: { v: { increment: 1 } } } as const;
    await moveCampaign(tx, campaign, "lifecycle", move, now);
    afterCommit(tx, () => announceCampaign(campaignId));
  });
}

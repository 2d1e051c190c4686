import { backerOf, lockPledge } from "#app/campaigns/lock.server.ts";
import { endPledge, takeFromStopped, takePledge } from "#app/campaigns/pledging/cancel-queue.server.ts";
import { endDue } from "#app/campaigns/pledging/end-claims.server.ts";
import { isStopped } from "#app/campaigns/settling/standstill.ts";
import { signal } from "#app/live/live.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, transact } from "#app/transact.server.ts";

/**
 * A backer leaves before the deadline, or after it a campaign that operators keep from being settled: a card is let go, a wallet gets
 * everything back. A cancel of the last 24 hours that would take the campaign below its goal waits for a pledge that replaces it ("waiting").
 */
export async function cancelPledge(viewer: Viewer, pledgeId: string, reason = ""): Promise<"cancelled" | "waiting"> {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    const actor = backerOf(viewer, pledge);
    if (pledge.state === "RESERVED") {
      await endDue(tx, campaign.id, pledge.id, actor.userId, now);
      return "cancelled";
    }
    if (pledge.state !== "PLEDGED" || !pledge.counted) throw new Refusal("wrongState");
    const isLive = campaign.lifecycle === "LIVE" && campaign.deadlineAt !== null && campaign.deadlineAt > now;
    if (!isLive && !isStopped(campaign)) throw new Refusal("campaignClosed");
    const isFree = pledge.freeCancelUntilAt !== null && now < pledge.freeCancelUntilAt;
    if (await (isLive ? takePledge(tx, pledge, now, isFree) : takeFromStopped(tx, pledge))) {
      await tx.cancelRequest.updateMany({ where: { pledgeId: pledge.id, state: "WAITING" }, data: { state: "DONE", answeredAt: now } });
      await endPledge(tx, campaign, pledge, { actor, reason, back: isFree ? "CORRECTION" : "BACKER_CANCELLED" }, now);
      return "cancelled";
    }
    const waits = await tx.cancelRequest.count({ where: { pledgeId: pledge.id, state: "WAITING" } });
    if (waits === 0) await tx.cancelRequest.create({ data: { campaignId: campaign.id, pledgeId: pledge.id, reason, at: now } });
    afterCommit(tx, () => signal({ user: pledge.userId }, `pledge:${pledge.id}`));
    return "waiting";
  });
}

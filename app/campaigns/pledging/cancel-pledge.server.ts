import { backerOf, lockPledge } from "#app/campaigns/lock.server.ts";
import { movePledge } from "#app/campaigns/move.server.ts";
import { endPledge, takeFromTotal } from "#app/campaigns/pledging/cancel-queue.server.ts";
import { endDue } from "#app/campaigns/pledging/end-claims.server.ts";
import { returnUnits } from "#app/campaigns/pledging/return-units.server.ts";
import { giveBack } from "#app/campaigns/refunding/give-back.server.ts";
import { signal } from "#app/live/live.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, transact } from "#app/transact.server.ts";

/**
 * A backer leaves before the deadline: a card is let go, a wallet gets everything back. A cancel of the last 24 hours that would take the
 * campaign below its goal waits for a pledge that replaces it ("waiting").
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
    if (campaign.lifecycle !== "LIVE" || !campaign.deadlineAt || campaign.deadlineAt <= now) throw new Refusal("campaignClosed");
    const isFree = pledge.freeCancelUntilAt !== null && now < pledge.freeCancelUntilAt;
    if (await takeFromTotal(tx, campaign.id, pledge.amountFen, 1, now, isFree)) {
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

/** Who waits to leave stays after all. */
export async function withdrawCancel(viewer: Viewer, pledgeId: string): Promise<void> {
  return transact(async (tx) => {
    const { pledge, now } = await lockPledge(tx, pledgeId);
    backerOf(viewer, pledge);
    const { count } = await tx.cancelRequest.updateMany({
      where: { pledgeId: pledge.id, state: "WAITING" },
      data: { state: "WITHDRAWN", answeredAt: now },
    });
    if (count !== 1) throw new Refusal("wrongState");
  });
}

/** What was promised was corrected: for 14 days its backers may leave for nothing, also after the deadline and after they were charged. */
export async function freeCancel(viewer: Viewer, pledgeId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    const actor = backerOf(viewer, pledge);
    if (!pledge.freeCancelUntilAt || pledge.freeCancelUntilAt <= now) throw new Refusal("freeCancelOver");
    if (pledge.state !== "COLLECTED") throw new Refusal("wrongState");
    const amountFen = pledge.collectedFen - pledge.refundedFen - pledge.chargedBackFen;
    const data = { endedAt: now, endReason: "CORRECTION" };
    await movePledge(tx, pledge, { verb: "refundPledge", to: "REFUNDING", actor, reason: "CORRECTION", data }, now);
    await giveBack(tx, { campaign, pledge }, { amountFen, reason: "CORRECTION", key: `correction:${pledge.id}` }, now);
    const current = await tx.pledgeVersion.findFirst({ where: { pledgeId: pledge.id, state: "CURRENT" }, select: { id: true } });
    if (current) await returnUnits(tx, current.id, now);
  });
}

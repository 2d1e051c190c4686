import { type LockedCampaign, lockCampaign } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx, transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** What came in of the pledges that made the campaign succeed, less what went back of them. */
async function sumCollected(tx: Tx, campaignId: string): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ fen: bigint }[]>`
    SELECT coalesce(sum("collectedFen" - "refundedFen" - "chargedBackFen"), 0)::bigint AS fen FROM "Pledge"
     WHERE "campaignId" = ${campaignId}::uuid AND counted AND NOT late`;
  return row!.fen;
}

/**
 * Moves a collection on when its cards allow: when each was tried once, those that were declined have the rest of the window; when none is
 * left, it is closed, unless so much is missing that the creator has to decide.
 */
export async function closeCollection(campaignId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    if (campaign.collection !== "CHARGING" && campaign.collection !== "RETRY_WINDOW") throw new Refusal("wrongState");
    const states = await tx.pledge.groupBy({
      by: ["state"],
      where: { campaignId, late: false, state: { in: ["PLEDGED", "CHARGING", "ERRORED", "AUTH_REQUIRED"] } },
      _count: true,
    });
    const has = (...some: string[]) => states.some(({ state }) => some.includes(state));
    if (has("PLEDGED", "CHARGING")) return false;
    if (has("ERRORED", "AUTH_REQUIRED")) {
      if (campaign.collection === "RETRY_WINDOW") return false;
      await moveCampaign(tx, campaign, "collection", { verb: "openRetryWindow", to: "RETRY_WINDOW", actor: byClock }, now);
      return true;
    }
    await finish(tx, campaign, now);
    afterCommit(tx, () => announceCampaign(campaignId));
    return true;
  });
}

/** The sum is written down with the move: what is decided about, shown and signed is one figure, whatever is refunded or pledged later. */
async function finish(tx: Tx, campaign: LockedCampaign, now: Date) {
  const fen = await sumCollected(tx, campaign.id);
  const params = { title: campaign.title, amountFen: String(fen), goalFen: String(campaign.goalFen) };
  const v = { increment: 1 } as const;
  if (fen * 10_000n >= campaign.goalFen * BigInt(policy.decisionBps)) {
    const move = { verb: "closeCollection", to: "CLOSED", actor: byClock, data: { closedAt: now, collectedFen: fen, v } } as const;
    await moveCampaign(tx, campaign, "collection", move, now);
    const href = `/campaigns/${campaign.id}/manage/money`;
    return notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind: "campaigns.notice.collected", params, href }, now);
  }
  const decisionBy = new Date(now.getTime() + policy.decisionMs);
  const move = { verb: "askDecision", to: "DECISION_NEEDED", actor: byClock, data: { decisionBy, collectedFen: fen, v } } as const;
  await moveCampaign(tx, campaign, "collection", move, now);
  const href = `/campaigns/${campaign.id}/manage/decision`;
  const notice = { kind: "campaigns.notice.decisionNeeded", params: { ...params, byAt: decisionBy.toISOString() }, href } as const;
  await notifyOrg(tx, campaign.creatorId, "campaign:manage", notice, now);
}

import { type LockedCampaign, lockCampaign } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { stageShares } from "#app/campaigns/paying-out/payout.ts";
import { findRelated } from "#app/campaigns/pledging/find-related.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { countPledges } from "#app/campaigns/settling/count-pledges.server.ts";
import { endPledges } from "#app/campaigns/settling/end-pledges.server.ts";
import { keepPledges, numberPledges } from "#app/campaigns/settling/keep-pledges.server.ts";
import type { Result } from "#app/campaigns/settling/result.ts";
import { isStopped } from "#app/campaigns/settling/standstill.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx, transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/**
 * Decides about a campaign, once: what counted is summed under its lock, the result is frozen, and every pledge goes on from there. It
 * waits until no claim is open any more; a campaign that operators stopped waits for them.
 */
export async function settleCampaign(campaignId: string): Promise<Result["outcome"]> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    if (campaign.lifecycle !== "SETTLING" || isStopped(campaign)) throw new Refusal("wrongState");
    // First claims, and changes whose difference may still be paid.
    if ((await tx.pledgeVersion.count({ where: { state: "CLAIMED", pledge: { campaignId } } })) > 0) throw new Refusal("claimsOpen");
    await findRelated(tx, campaign, null, now);
    const result = await countPledges(tx, campaign);
    await tx.settlementResult.create({ data: { campaignId, outcome: result.outcome, result, at: now } });
    await (result.outcome === "SUCCESSFUL" ? succeed : fail)(tx, campaign, result, now);
    afterCommit(tx, () => announceCampaign(campaignId));
    return result.outcome;
  });
}

async function succeed(tx: Tx, campaign: LockedCampaign, result: Result, now: Date) {
  const windowEndsAt = new Date(now.getTime() + policy.windowMs);
  const data = { settledAt: now, windowEndsAt, v: { increment: 1 } };
  await moveCampaign(tx, campaign, "lifecycle", { verb: "settleCampaign", to: "SUCCESSFUL", actor: byClock, data }, now);
  await moveCampaign(tx, campaign, "collection", { verb: "beginCharging", to: "CHARGING", actor: byClock }, now);
  if (campaign.latePledge === "SCHEDULED")
    await moveCampaign(tx, campaign, "latePledge", { verb: "openLate", to: "OPEN", actor: byClock, data: { lastLateAt: now } }, now);
  await numberPledges(tx, campaign.id);
  await keepPledges(tx, campaign, now);
  const reached = result.stretchGoals.filter((goal) => goal.reached).map(({ id }) => id);
  await tx.stretchGoal.updateMany({ where: { id: { in: reached } }, data: { confirmedAt: now } });
  const stages = stageShares(campaign).map(({ stage, shareBps }) => ({
    campaignId: campaign.id,
    stage,
    shareBps,
    dueAt: stage === 1 ? new Date(now.getTime() + policy.startAfterMs) : null,
    createdAt: now,
  }));
  await tx.payout.createMany({ data: stages });
  await tellCreator(tx, campaign, "campaigns.notice.succeeded", result, now);
}

async function fail(tx: Tx, campaign: LockedCampaign, result: Result, now: Date) {
  const data = { settledAt: now, endedAt: now, endReason: "goalNotReached", v: { increment: 1 } };
  await moveCampaign(tx, campaign, "lifecycle", { verb: "settleCampaign", to: "FAILED", actor: byClock, data }, now);
  if (campaign.latePledge === "SCHEDULED")
    await moveCampaign(tx, campaign, "latePledge", { verb: "endLate", to: "ENDED", actor: byClock }, now);
  await endPledges(tx, campaign, "CAMPAIGN_FAILED", byClock, now);
  await tellCreator(tx, campaign, "campaigns.notice.failed", result, now);
}

async function tellCreator(
  tx: Tx,
  campaign: LockedCampaign,
  kind: "campaigns.notice.succeeded" | "campaigns.notice.failed",
  result: Result,
  now: Date,
) {
  const params = { title: campaign.title, amountFen: result.pledgedFen, n: result.backers };
  await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind, params, href: `/campaigns/${campaign.id}/manage/money` }, now);
}

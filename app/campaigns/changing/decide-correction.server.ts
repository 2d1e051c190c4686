import { z } from "zod";
import { takeReward } from "#app/campaigns/changing/lock-reward.server.ts";
import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { rewardWords } from "#app/campaigns/changing/reward-words.ts";
import { Items } from "#app/campaigns/content.ts";
import { lockCampaign, reviewerOf } from "#app/campaigns/lock.server.ts";
import { livingStates } from "#app/campaigns/pledge.ts";
import { policy } from "#app/campaigns/policy.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx, transact } from "#app/transact.server.ts";

const Corrected = z.object({
  title: z.string(),
  description: z.string(),
  items: Items,
  promisedAt: z.string().transform((at) => new Date(at)),
});

/** An operator agrees: the reward says the new, and everybody who backed it may leave freely for fourteen days, even after the end. */
export async function approveCorrection(viewer: Viewer, correctionId: string): Promise<void> {
  await transact(async (tx) => {
    const { correction, campaign, now } = await take(tx, viewer, correctionId, "APPROVED", null);
    const reward = await takeReward(tx, correction.rewardId);
    const after = Corrected.parse(correction.after);
    const changed = await tx.reward.update({ where: { id: reward.id }, data: { ...after, rewardV: { increment: 1 } } });
    await tx.campaign.update({ where: { id: campaign.id }, data: { v: { increment: 1 } } });
    const change = { kind: "rewardCorrected", subject: `reward:${reward.id}`, note: correction.note } as const;
    await recordChange(tx, campaign, { ...change, before: rewardWords(reward), after: rewardWords(changed) }, correction.byUserId, now);
    const untilAt = new Date(now.getTime() + policy.correctionMs);
    // A claim that ran out may still be paid and come back: its backer saw the reward as it was, too, but has nothing to leave yet.
    const backers = await tx.$queryRaw<{ id: string; userId: string; state: string }[]>`
      UPDATE "Pledge" p SET "freeCancelUntilAt" = greatest(p."freeCancelUntilAt", ${untilAt})
       WHERE p."campaignId" = ${campaign.id}::uuid AND p.state::text = ANY(${[...livingStates, "EXPIRED"]})
         AND EXISTS (SELECT 1 FROM "PledgeVersion" v JOIN "PledgeLine" l ON l."versionId" = v.id
                      WHERE v."pledgeId" = p.id AND l."rewardId" = ${reward.id}::uuid
                        AND (v.state IN ('CURRENT', 'CLAIMED') OR (v.state = 'EXPIRED' AND p.state = 'EXPIRED')))
      RETURNING p.id, p."userId", p.state::text`;
    const params = { title: campaign.title, untilAt: untilAt.toISOString() };
    const told = backers.filter(({ state }) => state !== "EXPIRED").map(({ id, userId }) => ({ id, userId, params }));
    await tellPledges(tx, told, "campaigns.notice.rewardCorrected", now);
    const notice = { params: { title: campaign.title }, href: `/campaigns/${campaign.id}/changes` };
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind: "campaigns.notice.correctionApproved", ...notice }, now);
    afterCommit(tx, () => announceCampaign(campaign.id));
  });
}

export async function rejectCorrection(viewer: Viewer, correctionId: string, reason: string): Promise<void> {
  await transact(async (tx) => {
    const { campaign, now } = await take(tx, viewer, correctionId, "REJECTED", reason);
    const notice = { params: { title: campaign.title, reason }, href: `/campaigns/${campaign.id}/manage/changes` };
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind: "campaigns.notice.correctionRejected", ...notice }, now);
  });
}

/** Locks the campaign, and decides the correction once. */
async function take(tx: Tx, viewer: Viewer, correctionId: string, state: "APPROVED" | "REJECTED", reason: string | null) {
  const found = await tx.rewardCorrection.findUnique({ where: { id: correctionId } });
  if (!found) throw new Refusal("notFound");
  const { campaign, now } = await lockCampaign(tx, found.campaignId);
  reviewerOf(viewer, campaign);
  const { count } = await tx.rewardCorrection.updateMany({
    where: { id: correctionId, state: "PENDING" },
    data: { state, decidedById: viewer.userId, decidedAt: now, reason },
  });
  if (count !== 1) throw new Refusal("wrongState");
  const act = state === "APPROVED" ? "approveCorrection" : "rejectCorrection";
  await operatorAct(tx, viewer, { act, subject: { type: "campaign", id: campaign.id }, reason }, now);
  return { correction: found, campaign, now };
}

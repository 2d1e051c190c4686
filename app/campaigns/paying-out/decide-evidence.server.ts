import { lockCampaign, reviewerOf } from "#app/campaigns/lock.server.ts";
import { lockPayout } from "#app/campaigns/paying-out/move-payout.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** An operator accepts what was shown for a stage, or says what is missing. The first that is accepted approves the stage. */
export async function decideEvidence(viewer: Viewer, evidenceId: string, accepted: boolean, reason: string): Promise<void> {
  return transact(async (tx) => {
    if (!viewer.operator) throw new Refusal("notFound");
    const found = await tx.stageEvidence.findUnique({ where: { id: evidenceId }, select: { payout: true } });
    if (!found) throw new Refusal("notFound");
    const { campaign, now } = await lockCampaign(tx, found.payout.campaignId);
    reviewerOf(viewer, campaign);
    const payout = await lockPayout(tx, found.payout.id);
    const { count } = await tx.stageEvidence.updateMany({
      where: { id: evidenceId, state: "PENDING" },
      data: { state: accepted ? "ACCEPTED" : "REFUSED", decidedById: viewer.userId, decidedAt: now, reason },
    });
    if (count !== 1) throw new Refusal("wrongState");
    if (accepted && !payout.approvedAt)
      await tx.payout.update({ where: { id: payout.id }, data: { approvedById: viewer.userId, approvedAt: now } });
    const subject = { type: "campaign", id: campaign.id };
    await operatorAct(tx, viewer, { act: accepted ? "acceptEvidence" : "refuseEvidence", subject, reason }, now);
    const kind = accepted ? ("campaigns.notice.evidenceAccepted" as const) : ("campaigns.notice.evidenceRefused" as const);
    const params = { title: campaign.title, reason };
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind, params, href: `/campaigns/${campaign.id}/manage/money` }, now);
  });
}

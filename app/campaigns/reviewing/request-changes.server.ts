import { lockCampaign, reviewerOf } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { pendingReview } from "#app/campaigns/reviewing/pending-review.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { transact } from "#app/transact.server.ts";

/** The reviewer says what to change; the creator changes it and submits again. */
export async function requestChanges(viewer: Viewer, campaignId: string, reason: string): Promise<void> {
  await transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = reviewerOf(viewer, campaign);
    const review = await pendingReview(tx, campaign, viewer);
    await operatorAct(tx, viewer, { act: "requestChanges", subject: { type: "campaign", id: campaignId }, reason }, now);
    const data = { state: "CHANGES_REQUESTED", decidedById: viewer.userId, decidedAt: now, reason } as const;
    await tx.campaignReview.update({ where: { id: review.id }, data });
    await moveCampaign(tx, campaign, "lifecycle", { verb: "requestChanges", to: "CHANGES_REQUESTED", actor, reason }, now);
    const params = { title: campaign.title, reason };
    const href = `/campaigns/${campaignId}/edit`;
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind: "campaigns.notice.changesRequested", params, href }, now);
  });
}

import { lockCampaign, reviewerOf } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { pendingReview } from "#app/campaigns/reviewing/pending-review.server.ts";
import { type ApproveForm, checklistFor, needsSecond } from "#app/campaigns/reviewing/review.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/**
 * A reviewer confirms every item, sets the refund rules and says whether the goods are in stock. A large goal needs two people: the first answer is kept, the second decides.
 */
export async function approveCampaign(viewer: Viewer, campaignId: string, form: ApproveForm): Promise<"APPROVED" | "FIRST"> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = reviewerOf(viewer, campaign);
    const review = await pendingReview(tx, campaign, viewer);
    const open = checklistFor(campaign).filter((item) => !form.checks[item]);
    if (open.length > 0) throw new Refusal("checklistOpen");
    const { refundPolicy, inStock } = form;
    // Goods that are still being developed cannot lie in a warehouse.
    if (inStock && refundPolicy !== "SALE_LIKE") throw new Refusal("inStockIsFinished", {}, "inStock");
    const judged = { checklist: form.checks, refundPolicy, inStock };
    await operatorAct(
      tx,
      viewer,
      { act: "approveCampaign", subject: { type: "campaign", id: campaignId }, details: { refundPolicy, inStock } },
      now,
    );
    if (needsSecond(campaign.goalFen)) {
      if (!review.firstById) {
        await tx.campaignReview.update({ where: { id: review.id }, data: { ...judged, firstById: viewer.userId, firstAt: now } });
        return "FIRST";
      }
      if (review.firstById === viewer.userId) throw new Refusal("secondReviewer");
      if (review.refundPolicy !== refundPolicy) throw new Refusal("policyDiffers", {}, "refundPolicy");
      if (review.inStock !== inStock) throw new Refusal("inStockDiffers", {}, "inStock");
    }
    await tx.campaignReview.update({
      where: { id: review.id },
      data: { ...judged, state: "APPROVED", decidedById: viewer.userId, decidedAt: now },
    });
    const approvalEndsAt = new Date(now.getTime() + policy.approvalMs);
    const data = { refundPolicy, inStock, reviewedHash: review.hash, approvedAt: now, approvalEndsAt };
    await moveCampaign(tx, campaign, "lifecycle", { verb: "approveCampaign", to: "APPROVED", actor, data }, now);
    const params = { title: campaign.title, endsAt: approvalEndsAt.toISOString() };
    const href = `/campaigns/${campaignId}/manage`;
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind: "campaigns.notice.approved", params, href }, now);
    return "APPROVED";
  });
}

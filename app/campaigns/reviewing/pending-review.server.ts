import type { LockedCampaign } from "#app/campaigns/lock.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

/** The version of a locked campaign that waits for a decision. Whoever rejected it before does not judge its appeal. */
export async function pendingReview(tx: Tx, campaign: LockedCampaign, viewer: Viewer) {
  if (campaign.lifecycle !== "IN_REVIEW") throw new Refusal("wrongState");
  const review = await tx.campaignReview.findFirst({
    where: { campaignId: campaign.id, state: "PENDING" },
    omit: { snapshot: true },
  });
  if (!review) throw new Refusal("wrongState");
  if (review.appeal) {
    const before = await tx.campaignReview.findFirst({
      where: { campaignId: campaign.id, state: "REJECTED" },
      orderBy: { n: "desc" },
      select: { decidedById: true },
    });
    if (before?.decidedById === viewer.userId) throw new Refusal("anotherReviewer");
  }
  return review;
}

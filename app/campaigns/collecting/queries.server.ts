import { db } from "#app/db.server.ts";
import { belongs, mayGoOn, type Viewer } from "#app/people/viewer.ts";

/** What a creator decides about when too little came in. */
export async function decisionPage(viewer: Viewer, campaignId: string) {
  const campaign = await db.campaign.findUnique({
    where: { id: campaignId },
    select: { id: true, title: true, creatorId: true, goalFen: true, collectedFen: true, decisionBy: true },
  });
  if (!campaign || !belongs(viewer, campaign.creatorId)) return null;
  return { campaign, collectedFen: campaign.collectedFen ?? 0n, mayPay: mayGoOn(viewer, campaign.creatorId, "pay:approve") };
}

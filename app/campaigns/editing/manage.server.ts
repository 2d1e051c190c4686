import { z } from "zod";
import { db } from "#app/db.server.ts";
import { can, mayGoOn, type Viewer } from "#app/people/viewer.ts";

/** A campaign as its creators run it: where it stands, what is due, what has happened to it. Null when it is not theirs. */
export async function manageCampaign(viewer: Viewer, campaignId: string) {
  if (!z.uuid().safeParse(campaignId).success) return null;
  const campaign = await db.campaign.findUnique({
    where: { id: campaignId },
    omit: { draft: true, content: true },
    include: {
      reviews: { orderBy: { n: "desc" }, take: 1, select: { dueAt: true, reason: true, state: true, appeal: true } },
      rewards: { orderBy: { ord: "asc" } },
    },
  });
  if (!campaign || !mayGoOn(viewer, campaign.creatorId, "campaign:manage")) return null;
  return { ...campaign, mayBegin: can(viewer, campaign.creatorId, "campaign:manage") };
}
export type Managed = NonNullable<Awaited<ReturnType<typeof manageCampaign>>>;

/** Every move of its lifecycle, newest first. */
export const movesOf = (campaignId: string) =>
  db.transition.findMany({
    where: { entity: "campaign", entityId: campaignId },
    orderBy: { id: "desc" },
    take: 30,
    select: { hash: true, from: true, to: true, verb: true, actorRole: true, reason: true, at: true },
  });

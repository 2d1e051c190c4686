import { z } from "zod";
import type { Lifecycle } from "#app/campaigns/campaign.ts";
import { belongs, can, mayGoOn, type Permission, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { appNow, type Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

/** Addresses carry ids as they were typed: what is no id names nothing. */
function guardId(id: string) {
  if (!z.uuid().safeParse(id).success) throw new Refusal("notFound");
}

/** Locks a campaign and reads it without its long texts. Locks are taken in one order: campaign, rewards by id, pledge, payment. */
export async function lockCampaign(tx: Tx, campaignId: string) {
  guardId(campaignId);
  const [locked] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM "Campaign" WHERE id = ${campaignId}::uuid FOR NO KEY UPDATE`;
  if (!locked) throw new Refusal("notFound");
  const campaign = await tx.campaign.findUniqueOrThrow({ where: { id: campaignId }, omit: { draft: true, content: true } });
  return { campaign, now: await appNow(tx) };
}
export type LockedCampaign = Awaited<ReturnType<typeof lockCampaign>>["campaign"];

/** Locks a pledge after its campaign. */
export async function lockPledge(tx: Tx, pledgeId: string) {
  guardId(pledgeId);
  const found = await tx.pledge.findUnique({ where: { id: pledgeId }, select: { campaignId: true } });
  if (!found) throw new Refusal("notFound");
  const { campaign, now } = await lockCampaign(tx, found.campaignId);
  await tx.$queryRaw`SELECT id FROM "Pledge" WHERE id = ${pledgeId}::uuid FOR UPDATE`;
  const pledge = await tx.pledge.findUniqueOrThrow({ where: { id: pledgeId } });
  return { campaign, pledge, now };
}
export type LockedPledge = Awaited<ReturnType<typeof lockPledge>>["pledge"];

/**
 * The viewer as one of the campaign's creators who may do this. A stranger learns nothing; the wrong role is refused, and an organisation
 * that is suspended begins nothing new.
 */
export function creatorOf(viewer: Viewer, campaign: { creatorId: string }, permission: Permission = "campaign:manage"): Actor {
  const actor = runnerOf(viewer, campaign, permission);
  if (!can(viewer, campaign.creatorId, permission)) throw new Refusal("orgSuspended");
  return actor;
}

/** The same in what is under way and backers wait for: being suspended keeps no creator from it. */
export function runnerOf(viewer: Viewer, campaign: { creatorId: string }, permission: Permission = "campaign:manage"): Actor {
  if (!belongs(viewer, campaign.creatorId)) throw new Refusal("notFound");
  if (!mayGoOn(viewer, campaign.creatorId, permission)) throw new Refusal("notAllowed");
  return { userId: viewer.userId, role: "creator" };
}

/** An operator who may decide about it: nobody judges a campaign of their own organisation. */
export function reviewerOf(viewer: Viewer, campaign: { creatorId: string }): Actor {
  if (!viewer.operator) throw new Refusal("notFound");
  if (belongs(viewer, campaign.creatorId)) throw new Refusal("selfDealing");
  return { userId: viewer.userId, role: "operator" };
}

/** The viewer as the backer of a pledge; to anybody else it does not exist. */
export function backerOf(viewer: Viewer, pledge: { userId: string }): Actor {
  if (viewer.userId !== pledge.userId) throw new Refusal("notFound");
  return { userId: viewer.userId, role: "backer" };
}

export const isLaunched = (lifecycle: Lifecycle) =>
  lifecycle === "LIVE" || lifecycle === "SETTLING" || lifecycle === "SUCCESSFUL" || lifecycle === "FAILED" || lifecycle === "CANCELLED";

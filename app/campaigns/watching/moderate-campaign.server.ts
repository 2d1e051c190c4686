import type { Moderation } from "#app/campaigns/campaign.ts";
import { tellBackers } from "#app/campaigns/fulfilling/tell-backers.server.ts";
import { type LockedCampaign, lockCampaign, reviewerOf } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { livingStates } from "#app/campaigns/pledge.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { isModerable, type ModerationVerb } from "#app/campaigns/watching/case.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { type NoticeKind, notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx, transact } from "#app/transact.server.ts";

/** Where each verb leads, what its creator reads, and what its backers read when it concerns their money. */
const moves = {
  flag: { to: "FLAGGED", creator: "campaigns.notice.moderatedFlag", backers: null },
  freeze: { to: "FROZEN", creator: "campaigns.notice.moderatedFreeze", backers: null },
  suspend: { to: "SUSPENDED", creator: "campaigns.notice.moderatedSuspend", backers: "campaigns.notice.backedSuspended" },
  purge: { to: "PURGED", creator: "campaigns.notice.moderatedPurge", backers: "campaigns.notice.backedPurged" },
  clear: { to: "CLEAR", creator: "campaigns.notice.moderatedClear", backers: "campaigns.notice.backedCleared" },
} as const satisfies Record<ModerationVerb, { to: Moderation; creator: NoticeKind; backers: NoticeKind | null }>;

/**
 * An operator flags a campaign (its money waits), freezes it (no new pledges), suspends it (its money stands still), purges it (nobody
 * sees it) or clears it. Refunds are never stopped.
 */
export async function moderateCampaign(viewer: Viewer, campaignId: string, verb: ModerationVerb, reason: string): Promise<void> {
  await transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    await moderate(tx, viewer, campaign, { verb, reason }, now);
  });
}

/** The same for a campaign that the caller has locked. */
export async function moderate(
  tx: Tx,
  viewer: Viewer,
  campaign: LockedCampaign,
  { verb, reason }: { verb: ModerationVerb; reason: string },
  now: Date,
) {
  const actor = reviewerOf(viewer, campaign);
  if (!isModerable(campaign)) throw new Refusal("wrongState");
  const { to, creator, backers } = moves[verb];
  const stoodStill = campaign.moderation === "SUSPENDED" || campaign.moderation === "PURGED";
  await operatorAct(tx, viewer, { act: `campaign.${verb}`, subject: { type: "campaign", id: campaign.id }, reason }, now);
  const data = { moderationReason: verb === "clear" ? null : reason, moderatedAt: now, v: { increment: 1 } };
  await moveCampaign(tx, campaign, "moderation", { verb, to, actor, reason, data }, now);
  const params = { title: campaign.title, reason };
  await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind: creator, params, href: `/campaigns/${campaign.id}/manage` }, now);
  if (backers && (verb !== "clear" || stoodStill))
    await tellBackers(tx, { campaignId: campaign.id, states: livingStates }, { kind: backers, params: { title: campaign.title } }, now);
  afterCommit(tx, () => announceCampaign(campaign.id));
}

import type { z } from "zod";
import type { MessageBackers } from "#app/campaigns/fulfilling/message.ts";
import { tellBackers } from "#app/campaigns/fulfilling/tell-backers.server.ts";
import { lockCampaign, runnerOf } from "#app/campaigns/lock.server.ts";
import { duePledges } from "#app/campaigns/pledge.ts";
import { policy } from "#app/campaigns/policy.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Writes to everybody whose pledge stands, or to those of one reward; a few times a day at most. */
export async function messageBackers(viewer: Viewer, campaignId: string, { rewardId, subject, text }: z.output<typeof MessageBackers>) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    runnerOf(viewer, campaign);
    if (!["LIVE", "SETTLING", "SUCCESSFUL"].includes(campaign.lifecycle)) throw new Refusal("wrongState");
    if (campaign.moderation === "SUSPENDED" || campaign.moderation === "PURGED") throw new Refusal("notAllowed");
    const DAY = 86_400_000;
    const today = await tx.backerMessage.count({ where: { campaignId, at: { gt: new Date(now.getTime() - DAY) } } });
    if (today >= policy.messagesPerDay) throw new Refusal("messagesUsed", { max: policy.messagesPerDay });
    if (rewardId && (await tx.reward.count({ where: { id: rewardId, campaignId } })) === 0) throw new Refusal("notFound", {}, "rewardId");
    const states = [...duePledges, "COLLECTED"];
    const params = { title: campaign.title, subject };
    const recipients = await tellBackers(tx, { campaignId, rewardId, states }, { kind: "campaigns.notice.creatorWrote", params }, now);
    if (recipients === 0) throw new Refusal("nobodyToWrite", {}, "rewardId");
    await tx.backerMessage.create({ data: { campaignId, rewardId, subject, text, recipients, byUserId: viewer.userId, at: now } });
    return recipients;
  });
}

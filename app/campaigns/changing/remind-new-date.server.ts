import { lockCampaign } from "#app/campaigns/lock.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, transact } from "#app/transact.server.ts";

const subjectOf = (campaignId: string) => `newDate:${campaignId}`;

/** A late campaign's week for a new date has passed: its page says so from now on, and the creator hears of it once. */
export async function remindNewDate(campaignId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const missed = campaign.newDateBy !== null && campaign.newDateBy <= now && campaign.fulfilment !== "DELIVERED";
    const subject = subjectOf(campaignId);
    if (!missed || (await tx.notice.count({ where: { subject } })) > 0) throw new Refusal("wrongState");
    const href = `/campaigns/${campaignId}/manage/changes`;
    const notice = { kind: "campaigns.notice.newDateMissed", params: { title: campaign.title }, href, subject } as const;
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", notice, now);
    await tx.campaign.update({ where: { id: campaignId }, data: { v: { increment: 1 } } });
    afterCommit(tx, () => announceCampaign(campaignId));
  });
}

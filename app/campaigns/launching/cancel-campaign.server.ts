import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { lockCampaign, reviewerOf, runnerOf } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { endPledges } from "#app/campaigns/settling/end-pledges.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { belongs, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, transact } from "#app/transact.server.ts";

/** A campaign ends before its time, for good: no card is charged, what was paid goes back. By its creator while it is live; by an operator until it is settled. */
export async function cancelCampaign(viewer: Viewer, campaignId: string, reason: string): Promise<void> {
  await transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const own = belongs(viewer, campaign.creatorId) || !viewer.operator;
    const actor = own ? runnerOf(viewer, campaign) : reviewerOf(viewer, campaign);
    const verb = campaign.lifecycle === "SETTLING" ? "stopCampaign" : "cancelCampaign";
    if (own && verb === "stopCampaign") throw new Refusal("wrongState");
    const data = { endReason: reason, endedAt: now, v: campaign.v + 1 };
    await moveCampaign(tx, campaign, "lifecycle", { verb, to: "CANCELLED", actor, reason, data }, now);
    const change = { kind: "cancel", subject: "campaign", before: null, after: { reason } } as const;
    await recordChange(tx, campaign, change, viewer.userId, now);
    await endPledges(tx, campaign, "CAMPAIGN_CANCELLED", actor, now);
    if (!own) {
      await operatorAct(tx, viewer, { act: "cancelCampaign", subject: { type: "campaign", id: campaignId }, reason }, now);
      const notice = { kind: "campaigns.notice.cancelled", params: { title: campaign.title, reason } } as const;
      await notifyOrg(tx, campaign.creatorId, "campaign:manage", { ...notice, href: `/campaigns/${campaignId}/manage` }, now);
    }
    afterCommit(tx, () => announceCampaign(campaignId));
  });
}

import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { lockCampaign, runnerOf } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { endPledges } from "#app/campaigns/settling/end-pledges.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** Too little came in: the creator gives everything back, or the clock does when the creator says nothing. */
export async function refundAll(viewer: Viewer | null, campaignId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = viewer ? runnerOf(viewer, campaign, "pay:approve") : byClock;
    if (!viewer && (!campaign.decisionBy || campaign.decisionBy > now)) throw new Refusal("wrongState");
    await moveCampaign(
      tx,
      campaign,
      "collection",
      { verb: "refundAll", to: "CLOSED", actor, data: { closedAt: now, decisionBy: null } },
      now,
    );
    const data = { endedAt: now, endReason: "tooLittleCollected", v: { increment: 1 } } as const;
    await moveCampaign(tx, campaign, "lifecycle", { verb: "refundAll", to: "FAILED", actor, data }, now);
    if (campaign.latePledge === "OPEN" || campaign.latePledge === "SCHEDULED")
      await moveCampaign(tx, campaign, "latePledge", { verb: "endLate", to: "ENDED", actor: byClock }, now);
    await tx.payout.updateMany({ where: { campaignId, state: "PLANNED" }, data: { state: "HELD", holdReason: "refundAll", dueAt: null } });
    const why = { kind: "refundAll", subject: "campaign", before: null, after: { by: viewer ? "creator" : "clock" } } as const;
    await recordChange(tx, campaign, why, viewer?.userId ?? null, now);
    await endPledges(tx, campaign, "DECISION", actor, now);
    const params = { title: campaign.title };
    const href = `/campaigns/${campaignId}/manage/money`;
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind: "campaigns.notice.refundsAll", params, href }, now);
    afterCommit(tx, () => announceCampaign(campaignId));
  });
}

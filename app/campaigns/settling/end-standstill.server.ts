import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { lockCampaign } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { endPledges } from "#app/campaigns/settling/end-pledges.server.ts";
import { isStopped, stoppedUntil } from "#app/campaigns/settling/standstill.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { notifyOperators, notifyOrg } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx, transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** Nobody decided about a stopped campaign in time: it is cancelled, no card is charged, and what was paid goes back. */
export async function endStandstill(campaignId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, now, untilAt } = await lockStopped(tx, campaignId);
    if (untilAt > now) throw new Refusal("wrongState");
    const data = { endReason: "standstill", endedAt: now, v: { increment: 1 } };
    await moveCampaign(tx, campaign, "lifecycle", { verb: "endStandstill", to: "CANCELLED", actor: byClock, data }, now);
    const change = { kind: "standstill", subject: "campaign", before: null, after: { by: "clock" } } as const;
    await recordChange(tx, campaign, change, null, now);
    await endPledges(tx, campaign, "CAMPAIGN_CANCELLED", byClock, now);
    const notice = { kind: "campaigns.notice.standstillEnded", params: { title: campaign.title } } as const;
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", { ...notice, href: `/campaigns/${campaignId}/manage` }, now);
    afterCommit(tx, () => announceCampaign(campaignId));
  });
}

/** Operators are reminded of a stopped campaign when its deadline has passed, and then every two days. */
export async function remindStandstill(campaignId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, now, untilAt, deadlineAt } = await lockStopped(tx, campaignId);
    const subject = `standstill:${campaignId}:${Math.floor((now.getTime() - deadlineAt.getTime()) / policy.reminderMs)}`;
    if ((await tx.notice.count({ where: { subject } })) > 0) throw new Refusal("wrongState");
    const params = { title: campaign.title, untilAt: untilAt.toISOString() };
    const href = `/desk/campaigns/${campaignId}`;
    await notifyOperators(tx, { kind: "campaigns.notice.standstill", params, href, subject }, now);
  });
}

async function lockStopped(tx: Tx, campaignId: string) {
  const { campaign, now } = await lockCampaign(tx, campaignId);
  const { deadlineAt } = campaign;
  if (!isStopped(campaign) || !deadlineAt) throw new Refusal("wrongState");
  return { campaign, now, deadlineAt, untilAt: stoppedUntil(deadlineAt) };
}

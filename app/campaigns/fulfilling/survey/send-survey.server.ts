import { closeLate } from "#app/campaigns/fulfilling/late/end-late.server.ts";
import { tellBackers } from "#app/campaigns/fulfilling/tell-backers.server.ts";
import { creatorOf, lockCampaign } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** Shanghai's midnight after so long: the least notice of a lock, and a bit more so that it ends with a day. */
const lockAfter = (now: Date, ms: number) => {
  const DAY = 86_400_000;
  const ZONE = DAY / 3;
  return new Date(Math.ceil((now.getTime() + ms + ZONE) / DAY) * DAY - ZONE);
};
export const earliestLock = (now: Date) => lockAfter(now, policy.addressNoticeMs);

/**
 * Every backer whose money came in is asked, and the day of the lock is announced. By the creator, or by itself (viewer null) a month
 * after the collection, with the questions there are: without addresses nothing can be sent. Late pledging ends here.
 */
export async function sendSurvey(viewer: Viewer | null, campaignId: string, wanted?: { lockAt: Date }) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = viewer ? creatorOf(viewer, campaign) : byClock;
    if (campaign.lifecycle !== "SUCCESSFUL" || campaign.collection !== "CLOSED" || !campaign.closedAt) throw new Refusal("surveyTooEarly");
    if (!viewer && campaign.closedAt.getTime() + policy.surveyMs > now.getTime()) throw new Refusal("wrongState");
    const lockAt = wanted?.lockAt ?? earliestLock(now);
    if (lockAt.getTime() < now.getTime() + policy.addressNoticeMs) throw new Refusal("lockTooSoon", {}, "lockAt");
    if (lockAt.getTime() > now.getTime() + policy.lockLatestMs) throw new Refusal("lockTooLate", {}, "lockAt");
    await tx.survey.upsert({ where: { campaignId }, create: { campaignId, questions: [] }, update: {} });
    const { count } = await tx.survey.updateMany({ where: { campaignId, sentAt: null }, data: { sentAt: now, lockAt } });
    if (count === 0) throw new Refusal("surveySent");
    // Who makes things already, or is late with them, still asks.
    if (campaign.fulfilment !== "IN_PRODUCTION" && campaign.fulfilment !== "OVERDUE")
      await moveCampaign(tx, campaign, "fulfilment", { verb: "sendSurvey", to: "SURVEY", actor }, now);
    if (campaign.latePledge === "OPEN" || campaign.latePledge === "SCHEDULED") await closeLate(tx, campaign, actor, now);
    const params = { title: campaign.title, lockAt: lockAt.toISOString() };
    await tellBackers(tx, { campaignId }, { kind: "campaigns.notice.surveySent", params }, now);
    if (!viewer) {
      const href = `/campaigns/${campaignId}/manage/survey`;
      await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind: "campaigns.notice.surveySentByRule", params, href }, now);
    }
  });
}

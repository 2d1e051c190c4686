import { closeLate } from "#app/campaigns/fulfilling/late/end-late.server.ts";
import { tellBackers } from "#app/campaigns/fulfilling/tell-backers.server.ts";
import { type LockedCampaign, lockCampaign, runnerOf } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx, transact } from "#app/transact.server.ts";
import { type Actor, byClock } from "#app/transition.server.ts";

/** Shanghai's midnight after so long: the least notice of a lock, and a bit more so that it ends with a day. */
const lockAfter = (now: Date, ms: number) => {
  const DAY = 86_400_000;
  const ZONE = DAY / 3;
  return new Date(Math.ceil((now.getTime() + ms + ZONE) / DAY) * DAY - ZONE);
};
export const earliestLock = (now: Date) => lockAfter(now, policy.addressNoticeMs);

/** rewardIds: whose backers are asked in this round; nothing said: all that were not asked yet. */
type Wanted = { lockAt: Date; rewardIds?: string[] };

/**
 * The backers of these rewards whose money came in are asked, and the day of the lock is announced; these rewards are sold to latecomers no
 * longer. By the creator, or by itself (viewer null) a month after the collection, with the questions there are: without addresses nothing
 * can be sent.
 */
export async function sendSurvey(viewer: Viewer | null, campaignId: string, wanted?: Wanted) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = viewer ? runnerOf(viewer, campaign) : byClock;
    if (campaign.lifecycle !== "SUCCESSFUL" || campaign.collection !== "CLOSED" || !campaign.closedAt) throw new Refusal("surveyTooEarly");
    if (!viewer && campaign.closedAt.getTime() + policy.surveyMs > now.getTime()) throw new Refusal("wrongState");
    if (campaign.fulfilment === "DELIVERED" || campaign.fulfilment === "DEFAULTED") throw new Refusal("wrongState");
    const lockAt = wanted?.lockAt ?? earliestLock(now);
    if (lockAt.getTime() < now.getTime() + policy.addressNoticeMs) throw new Refusal("lockTooSoon", {}, "lockAt");
    if (lockAt.getTime() > now.getTime() + policy.lockLatestMs) throw new Refusal("lockTooLate", {}, "lockAt");
    const { rewardIds, left } = await openRound(tx, campaignId, { ...wanted, lockAt }, now);
    const last = left.length === 0;
    if (last) await tx.survey.update({ where: { campaignId }, data: { sentAt: now, lockAt: await lastLock(tx, campaignId) } });
    // Who makes things already, or is late with them, still asks.
    if (campaign.fulfilment === "NOT_STARTED")
      await moveCampaign(tx, campaign, "fulfilment", { verb: "sendSurvey", to: "SURVEY", actor }, now);
    await endLateOf(tx, campaign, { rewardIds, left }, actor, now);
    const params = { title: campaign.title, lockAt: lockAt.toISOString() };
    await tellBackers(tx, { campaignId, rewardIds, bare: last }, { kind: "campaigns.notice.surveySent", params }, now);
    if (!viewer) {
      const href = `/campaigns/${campaignId}/manage/survey`;
      await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind: "campaigns.notice.surveySentByRule", params, href }, now);
    }
  });
}

type Tier = { id: string; latePriceFen: bigint | null };
/** Which rewards this round is for, and which are left for later ones. A reward has one round. */
async function openRound(tx: Tx, campaignId: string, wanted: Wanted, now: Date) {
  await tx.survey.upsert({ where: { campaignId }, create: { campaignId, questions: [] }, update: {} });
  const [tiers, rounds] = await Promise.all([
    tx.reward.findMany({ where: { campaignId, kind: "REWARD" }, select: { id: true, latePriceFen: true } }),
    tx.surveyRound.findMany({ where: { campaignId }, select: { rewardId: true } }),
  ]);
  const sent = new Set(rounds.map(({ rewardId }) => rewardId));
  const open = tiers.filter(({ id }) => !sent.has(id));
  const chosen = wanted.rewardIds ? open.filter(({ id }) => wanted.rewardIds?.includes(id)) : open;
  if (chosen.length === 0) throw new Refusal("surveySent");
  const rewardIds = chosen.map(({ id }) => id);
  await tx.surveyRound.createMany({ data: rewardIds.map((rewardId) => ({ rewardId, campaignId, sentAt: now, lockAt: wanted.lockAt })) });
  return { rewardIds, left: open.filter(({ id }) => !rewardIds.includes(id)) };
}

const lastLock = async (tx: Tx, campaignId: string) =>
  (await tx.surveyRound.findFirstOrThrow({ where: { campaignId }, orderBy: { lockAt: "desc" }, select: { lockAt: true } })).lockAt;

/** What is asked about is sold no longer; late pledging itself ends with the last reward that it sells. */
async function endLateOf(
  tx: Tx,
  campaign: LockedCampaign,
  { rewardIds, left }: { rewardIds: string[]; left: Tier[] },
  actor: Actor,
  now: Date,
) {
  if (campaign.latePledge !== "OPEN" && campaign.latePledge !== "SCHEDULED") return;
  if (!left.some(({ latePriceFen }) => latePriceFen !== null)) return closeLate(tx, campaign, actor, now);
  const { count } = await tx.reward.updateMany({ where: { id: { in: rewardIds }, closedAt: null }, data: { closedAt: now } });
  if (count === 0) return;
  await tx.campaign.update({ where: { id: campaign.id }, data: { v: { increment: 1 } } });
  afterCommit(tx, () => announceCampaign(campaign.id));
}

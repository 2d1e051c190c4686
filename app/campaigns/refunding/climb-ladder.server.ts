import { fulfilmentFlow } from "#app/campaigns/campaign.ts";
import { newDates } from "#app/campaigns/changing/new-dates.server.ts";
import { lockCampaign } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { daysLate } from "#app/campaigns/refunding/ladder.ts";
import { owedSince, unsentPledges } from "#app/campaigns/refunding/unsent.server.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { allows } from "#app/flow.ts";
import { notifyOperators, notifyOrg } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx, transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** Campaign.delayLevel: how far a late promise has come. */
export const delay = { OVERDUE: 1, UNRELEASED: 2, FULL: 3, AUTOMATIC: 4 } as const;

export const delayLevelAt = (promisedAt: Date, now: Date): 0 | 1 | 2 | 3 | 4 => {
  const days = daysLate(promisedAt, now);
  if (days >= policy.delay.automaticDays) return delay.AUTOMATIC;
  if (days >= policy.delay.fullDays) return delay.FULL;
  if (days >= policy.delay.unreleasedDays) return delay.UNRELEASED;
  return days >= 1 ? delay.OVERDUE : 0;
};

/** A promise is late: the badge on the first day, the rights of day 30 and 90 are told, and day 120 begins to give back by itself. */
export async function climbLadder(campaignId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    if (campaign.lifecycle !== "SUCCESSFUL" || campaign.fulfilment === "DELIVERED") throw new Refusal("wrongState");
    const { at, broken } = await owedSince(tx, campaignId, now);
    const level = at ? delayLevelAt(at, now) : 0;
    // Few may have waited for ninety days when the level was reached, and many later.
    const defaults = broken && allows(fulfilmentFlow, "markDefaulted", campaign.fulfilment);
    const climbs = level > campaign.delayLevel;
    if (!climbs && !defaults) throw new Refusal("wrongState");
    const asks = campaign.delayLevel === 0 && !(await isNamed(tx, campaignId, now));
    const newDateBy = asks ? new Date(now.getTime() + policy.delay.newDateMs) : campaign.newDateBy;
    if (climbs) await tx.campaign.update({ where: { id: campaignId }, data: { delayLevel: level, newDateBy, v: { increment: 1 } } });
    if (defaults) await markDefaulted(tx, campaign, now);
    else if (allows(fulfilmentFlow, "markOverdue", campaign.fulfilment))
      await moveCampaign(tx, campaign, "fulfilment", { verb: "markOverdue", to: "OVERDUE", actor: byClock }, now);
    if (climbs) await tell(tx, campaign, level, newDateBy, now);
    afterCommit(tx, () => announceCampaign(campaignId));
  });
}

type Late = Awaited<ReturnType<typeof lockCampaign>>["campaign"];

/** A creator who said it in time has named a day that is still to come. */
async function isNamed(tx: Tx, campaignId: string, now: Date) {
  const rewards = await tx.reward.findMany({ where: { campaignId }, select: { id: true } });
  const named = await newDates(
    tx,
    rewards.map(({ id }) => id),
  );
  return [...named.values()].some((at) => at > now);
}

/** Ninety days late: operators look into it, and no further stage leaves by itself. */
async function markDefaulted(tx: Tx, campaign: Late, now: Date) {
  await moveCampaign(tx, campaign, "fulfilment", { verb: "markDefaulted", to: "DEFAULTED", actor: byClock }, now);
  const lookBy = new Date(now.getTime() + policy.firstLookMs);
  await tx.$executeRaw`
    INSERT INTO "CampaignCase" (id, "campaignId", kind, source, at, "lookBy")
    SELECT gen_random_uuid(), ${campaign.id}::uuid, 'default', 'clock', ${now}, ${lookBy}
     WHERE NOT EXISTS (SELECT FROM "CampaignCase" WHERE "campaignId" = ${campaign.id}::uuid AND kind = 'default' AND state = 'OPEN')`;
  const notice = { kind: "campaigns.notice.defaulted", params: { title: campaign.title }, href: `/desk/campaigns/${campaign.id}` } as const;
  await notifyOperators(tx, notice, now);
}

async function tell(tx: Tx, campaign: Late, level: number, newDateBy: Date | null, now: Date) {
  const params = { title: campaign.title };
  if (level === delay.OVERDUE) {
    if (!newDateBy) return;
    const notice = { params: { ...params, byAt: newDateBy.toISOString() }, href: `/campaigns/${campaign.id}/manage/changes` };
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind: "campaigns.notice.overdue", ...notice }, now);
    return;
  }
  // A reward that is promised for later gives no right yet.
  const late = (await unsentPledges(tx, campaign.id)).filter(
    ({ promisedAt, itself }) => delayLevelAt(promisedAt, now) >= level && (itself || level < delay.AUTOMATIC),
  );
  const kinds = {
    [delay.UNRELEASED]: "campaigns.notice.mayTakeUnreleased",
    [delay.FULL]: "campaigns.notice.mayTakeAll",
    [delay.AUTOMATIC]: "campaigns.notice.goesBackItself",
  } as const;
  const kind = kinds[level as 2 | 3 | 4];
  await tellPledges(
    tx,
    late.map(({ id, userId }) => ({ id, userId, params })),
    kind,
    now,
  );
}

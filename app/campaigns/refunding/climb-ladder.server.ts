import { fulfilmentFlow } from "#app/campaigns/campaign.ts";
import { lockCampaign } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { daysLate } from "#app/campaigns/refunding/ladder.ts";
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

/** The earliest promise of a collected pledge that nothing was sent for. */
export async function earliestPromise(tx: Pick<Tx, "$queryRaw">, campaignId: string): Promise<Date | null> {
  const [row] = await tx.$queryRaw<{ at: Date | null }[]>`
    SELECT min(r."promisedAt") AS at FROM "Pledge" p JOIN "PledgeVersion" v ON v."pledgeId" = p.id AND v.state = 'CURRENT'
      JOIN "PledgeLine" l ON l."versionId" = v.id JOIN "Reward" r ON r.id = l."rewardId"
     WHERE p."campaignId" = ${campaignId}::uuid AND p.state = 'COLLECTED'
       AND NOT EXISTS (SELECT FROM "Shipment" s WHERE s."pledgeId" = p.id AND s."shippedAt" IS NOT NULL)`;
  return row!.at;
}

/** A promise is late: the badge on the first day, the rights of day 30 and 90 are told, and day 120 begins to give back by itself. */
export async function climbLadder(campaignId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const promisedAt = await earliestPromise(tx, campaignId);
    const level = promisedAt ? delayLevelAt(promisedAt, now) : 0;
    if (campaign.lifecycle !== "SUCCESSFUL" || campaign.fulfilment === "DELIVERED" || level <= campaign.delayLevel)
      throw new Refusal("wrongState");
    const newDateBy = campaign.delayLevel === 0 ? new Date(now.getTime() + policy.delay.newDateMs) : campaign.newDateBy;
    await tx.campaign.update({ where: { id: campaignId }, data: { delayLevel: level, newDateBy, v: { increment: 1 } } });
    if (level >= delay.FULL && allows(fulfilmentFlow, "markDefaulted", campaign.fulfilment)) await markDefaulted(tx, campaign, now);
    else if (allows(fulfilmentFlow, "markOverdue", campaign.fulfilment))
      await moveCampaign(tx, campaign, "fulfilment", { verb: "markOverdue", to: "OVERDUE", actor: byClock }, now);
    await tell(tx, campaign, level, newDateBy, now);
    afterCommit(tx, () => announceCampaign(campaignId));
  });
}

type Late = Awaited<ReturnType<typeof lockCampaign>>["campaign"];

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
  if (level === delay.OVERDUE && newDateBy) {
    const notice = { params: { ...params, byAt: newDateBy.toISOString() }, href: `/campaigns/${campaign.id}/manage` };
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind: "campaigns.notice.overdue", ...notice }, now);
    return;
  }
  const late = await tx.$queryRaw<{ id: string; userId: string }[]>`
    SELECT p.id, p."userId" FROM "Pledge" p WHERE p."campaignId" = ${campaign.id}::uuid AND p.state = 'COLLECTED'
       AND NOT EXISTS (SELECT FROM "Shipment" s WHERE s."pledgeId" = p.id AND s."shippedAt" IS NOT NULL)`;
  const kinds = {
    [delay.UNRELEASED]: "campaigns.notice.mayTakeUnreleased",
    [delay.FULL]: "campaigns.notice.mayTakeAll",
    [delay.AUTOMATIC]: "campaigns.notice.goesBackItself",
  } as const;
  const kind = kinds[level as 2 | 3 | 4];
  await tellPledges(
    tx,
    late.map((pledge) => ({ ...pledge, params })),
    kind,
    now,
  );
}

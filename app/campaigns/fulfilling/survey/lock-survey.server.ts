import { tellBackers } from "#app/campaigns/fulfilling/tell-backers.server.ts";
import { lockCampaign } from "#app/campaigns/lock.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { byClock, recordTransition } from "#app/transition.server.ts";

/** The reward's campaign, locked; its title tells the rounds apart. */
async function lockRound(tx: Tx, rewardId: string) {
  const reward = await tx.reward.findUnique({ where: { id: rewardId }, select: { campaignId: true, title: true } });
  if (!reward) throw new Refusal("notFound");
  return { reward: reward.title, ...(await lockCampaign(tx, reward.campaignId)) };
}

/** At the announced moment a round's answers and addresses stand. Who never confirmed gets it sent to the address the pledge was made with. */
export async function lockSurvey(rewardId: string) {
  return transact(async (tx) => {
    const { reward, campaign, now } = await lockRound(tx, rewardId);
    const campaignId = campaign.id;
    const { count } = await tx.surveyRound.updateMany({
      where: { rewardId, lockedAt: null, lockAt: { lte: now } },
      data: { lockedAt: now },
    });
    if (count === 0) throw new Refusal("wrongState");
    await tx.$executeRaw`
      UPDATE "Pledge" p SET "shipTo" = json_build_object('name', a.name, 'phone', a.phone, 'provinceCode', a."provinceCode", 'cityCode', a."cityCode",
        'districtCode', a."districtCode", 'region', a.region, 'street', a.street)
      FROM "Address" a
      WHERE p."campaignId" = ${campaignId}::uuid AND p.state = 'COLLECTED' AND p."shipTo" IS NULL AND a.id = p."addressId"
        AND EXISTS (SELECT FROM "PledgeVersion" v JOIN "PledgeLine" l ON l."versionId" = v.id
                     WHERE v."pledgeId" = p.id AND v.state = 'CURRENT' AND l."rewardId" = ${rewardId}::uuid)`;
    if ((await tx.surveyRound.count({ where: { campaignId, lockedAt: null } })) === 0)
      await tx.survey.updateMany({ where: { campaignId, sentAt: { not: null } }, data: { lockedAt: now } });
    const move = { entity: "survey", entityId: campaignId, from: "OPEN", to: "LOCKED", verb: "lockSurvey", actor: byClock, reason: reward };
    await recordTransition(tx, move, now);
    const notice = { kind: "campaigns.notice.surveyLocked", params: { title: campaign.title, reward } } as const;
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", { ...notice, href: `/campaigns/${campaignId}/manage/survey` }, now);
  });
}

/** Three days before, whoever has not answered hears of it once more. */
export async function remindSurvey(rewardId: string) {
  return transact(async (tx) => {
    const { campaign, now } = await lockRound(tx, rewardId);
    const { count } = await tx.surveyRound.updateMany({
      where: { rewardId, remindedAt: null, lockedAt: null, lockAt: { lte: new Date(now.getTime() + policy.addressReminderMs) } },
      data: { remindedAt: now },
    });
    if (count === 0) throw new Refusal("wrongState");
    const { lockAt } = await tx.surveyRound.findUniqueOrThrow({ where: { rewardId }, select: { lockAt: true } });
    const params = { title: campaign.title, lockAt: lockAt.toISOString() };
    await tellBackers(
      tx,
      { campaignId: campaign.id, rewardIds: [rewardId], unanswered: true },
      { kind: "campaigns.notice.surveyReminder", params },
      now,
    );
  });
}

import { tellBackers } from "#app/campaigns/fulfilling/tell-backers.server.ts";
import { lockCampaign } from "#app/campaigns/lock.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { byClock, recordTransition } from "#app/transition.server.ts";

/** At the announced moment answers and addresses stand. Who never confirmed gets it sent to the address the pledge was made with. */
export async function lockSurvey(campaignId: string) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const { count } = await tx.survey.updateMany({ where: { campaignId, lockedAt: null, lockAt: { lte: now } }, data: { lockedAt: now } });
    if (count === 0) throw new Refusal("wrongState");
    await tx.$executeRaw`
      UPDATE "Pledge" p SET "shipTo" = json_build_object('name', a.name, 'phone', a.phone, 'provinceCode', a."provinceCode", 'cityCode', a."cityCode",
        'districtCode', a."districtCode", 'region', a.region, 'street', a.street)
      FROM "Address" a
      WHERE p."campaignId" = ${campaignId}::uuid AND p.state = 'COLLECTED' AND p."shipTo" IS NULL AND a.id = p."addressId"`;
    const move = { entity: "survey", entityId: campaignId, from: "OPEN", to: "LOCKED", verb: "lockSurvey", actor: byClock };
    await recordTransition(tx, move, now);
    const notice = { kind: "campaigns.notice.surveyLocked", params: { title: campaign.title } } as const;
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", { ...notice, href: `/campaigns/${campaignId}/manage/survey` }, now);
  });
}

/** Three days before, whoever has not answered hears of it once more. */
export async function remindSurvey(campaignId: string) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const { count } = await tx.survey.updateMany({
      where: { campaignId, remindedAt: null, lockedAt: null, lockAt: { lte: new Date(now.getTime() + policy.addressReminderMs) } },
      data: { remindedAt: now },
    });
    if (count === 0) throw new Refusal("wrongState");
    const survey = await tx.survey.findUniqueOrThrow({ where: { campaignId }, select: { lockAt: true } });
    const params = { title: campaign.title, lockAt: survey.lockAt!.toISOString() };
    await tellBackers(tx, { campaignId, unanswered: true }, { kind: "campaigns.notice.surveyReminder", params }, now);
  });
}

import { openDefects } from "#app/campaigns/fulfilling/defects/defect.ts";
import { deliveredShare } from "#app/campaigns/fulfilling/delivered-share.server.ts";
import { stepOf } from "#app/campaigns/fulfilling/steps.ts";
import { policy } from "#app/campaigns/policy.ts";
import { db } from "#app/db.server.ts";

type Of = {
  id: string;
  collection: string;
  settledAt: Date | null;
  closedAt: Date | null;
  lastUpdateAt: Date | null;
  productionAt: Date | null;
  deliveredAt: Date | null;
  newDateBy: Date | null;
};

/** Where a funded campaign stands between its success and the last parcel, and what waits for its creator until when. */
export async function nextSteps(campaign: Of) {
  const [survey, nextLock, defects, share] = await Promise.all([
    db.survey.findUnique({ where: { campaignId: campaign.id }, select: { sentAt: true, lockedAt: true } }),
    db.surveyRound.findFirst({ where: { campaignId: campaign.id, lockedAt: null }, orderBy: { lockAt: "asc" }, select: { lockAt: true } }),
    db.defectReport.findMany({
      where: { campaignId: campaign.id, state: { in: [...openDefects] } },
      orderBy: { answerBy: "asc" },
      select: { state: true, answerBy: true },
      take: 200,
    }),
    deliveredShare(campaign.id),
  ]);
  const closed = campaign.collection === "CLOSED";
  const silentSince = Math.max(campaign.lastUpdateAt?.getTime() ?? 0, campaign.settledAt?.getTime() ?? 0);
  const toAnswer = defects.filter((defect) => defect.state === "REPORTED");
  return {
    at: stepOf({
      closed,
      asked: Boolean(survey?.lockedAt),
      made: campaign.productionAt !== null,
      sent: share.sent,
      done: campaign.deliveredAt !== null,
    }),
    done: campaign.deliveredAt !== null,
    surveyBy:
      closed && !survey?.sentAt && !campaign.productionAt && campaign.closedAt
        ? new Date(campaign.closedAt.getTime() + policy.surveyMs)
        : null,
    locksAt: nextLock?.lockAt ?? null,
    updateBy: campaign.deliveredAt ? null : new Date(silentSince + policy.cadence.afterMs),
    newDateBy: campaign.deliveredAt ? null : campaign.newDateBy,
    openDefects: defects.length,
    answerBy: toAnswer[0]?.answerBy ?? null,
    toAnswer: toAnswer.length,
    share,
  };
}
export type NextSteps = Awaited<ReturnType<typeof nextSteps>>;

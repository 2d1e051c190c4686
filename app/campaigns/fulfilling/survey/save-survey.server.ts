import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { Questions, SaveSurvey } from "#app/campaigns/fulfilling/survey/survey.ts";
import { lockCampaign, runnerOf } from "#app/campaigns/lock.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** The creator's questions, until they are sent. */
export async function saveSurvey(viewer: Viewer, campaignId: string, { intro, questions }: z.output<typeof SaveSurvey>) {
  return transact(async (tx) => {
    const { campaign } = await lockCampaign(tx, campaignId);
    runnerOf(viewer, campaign);
    if (!["LIVE", "SETTLING", "SUCCESSFUL"].includes(campaign.lifecycle)) throw new Refusal("wrongState");
    const rewards = await tx.reward.findMany({ where: { campaignId }, select: { id: true } });
    const own = new Set(rewards.map((r) => r.id));
    const kept: z.input<typeof Questions> = questions.map((row) => ({
      ...row,
      id: row.id || randomUUID().slice(0, 8),
      options: row.kind === "CHOICE" ? row.options : [],
      rewardIds: row.rewardIds.filter((rewardId) => own.has(rewardId)),
    }));
    await tx.survey.upsert({ where: { campaignId }, create: { campaignId, intro, questions: kept }, update: {} });
    const { count } = await tx.survey.updateMany({
      where: { campaignId, sentAt: null, rounds: { none: {} } },
      data: { intro, questions: kept },
    });
    if (count === 0) throw new Refusal("surveySent");
  });
}

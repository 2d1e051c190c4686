import { randomBytes } from "node:crypto";
import type { Content } from "#app/campaigns/content.ts";
import { type CampaignBrief, type RewardRow, thresholdOf } from "#app/campaigns/editing/brief.ts";
import { campaignFiles } from "#app/campaigns/editing/draft-files.server.ts";
import { sanitiseMarkup } from "#app/campaigns/editing/story.server.ts";
import { indexCampaign } from "#app/campaigns/showing/index-campaign.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

/** A reward as a row of its table. A secret one is reached by its link only. */
export const rewardData = (reward: RewardRow, kind: "REWARD" | "ADDON") => ({
  kind,
  title: reward.title,
  description: reward.description,
  priceFen: reward.price,
  taxFen: reward.tax,
  limit: reward.limit,
  perBacker: reward.perBacker,
  opensAt: reward.opensAt,
  closesAt: reward.closesAt,
  ships: reward.ships,
  customised: reward.customised,
  items: reward.items,
  imageFileId: reward.picture[0] ?? null,
  promisedAt: reward.promised,
  secretKey: reward.secret ? randomBytes(9).toString("base64url") : null,
});

/** Writes a parsed brief into the campaign's columns and tables, and lets go of files that it no longer uses. */
export async function keepBrief(tx: Tx, campaignId: string, brief: CampaignBrief): Promise<void> {
  const files = await campaignFiles(tx, campaignId);
  const ours = (id: string | undefined) => {
    if (id !== undefined && !files.has(id)) throw new Refusal("briefIncomplete");
    return id;
  };
  const story = sanitiseMarkup(brief.story, [...files.keys()]);
  const evidence = brief.evidence.map(({ files: fileIds, ...one }) => ({ ...one, fileIds: fileIds.filter((id) => ours(id)) }));
  const { risks, team, faq, videoUrl } = brief;
  const content: Content = { storyHtml: story.html, videoUrl, risks, team, faq, evidence };
  const all = [...brief.rewards, ...brief.addOns];
  for (const reward of all) ours(reward.picture[0]);
  const data: Prisma.CampaignUncheckedUpdateInput = {
    title: brief.title,
    tagline: brief.tagline,
    category: brief.category,
    coverFileId: ours(brief.cover[0]) ?? null,
    coverAlt: brief.coverAlt,
    content,
    physical: brief.physical,
    goalFen: brief.goal,
    durationDays: brief.durationDays,
    endMinute: brief.endTime,
    capacityPerWeek: brief.capacityPerWeek,
    startShareBps: brief.startShare * 100,
  };
  await tx.campaign.update({ where: { id: campaignId }, data });
  await keepRows(tx, campaignId, brief);
  await indexCampaign(tx, campaignId);
  const used = [
    ...brief.cover,
    ...story.pictures,
    ...brief.pictures,
    ...all.flatMap((r) => r.picture),
    ...brief.evidence.flatMap((e) => e.files),
  ];
  await tx.fileLink.deleteMany({ where: { subjectType: "campaign", subjectId: campaignId, fileId: { notIn: used } } });
}

async function keepRows(tx: Tx, campaignId: string, brief: CampaignBrief) {
  const where = { campaignId };
  await tx.reward.deleteMany({ where });
  await tx.shippingRate.deleteMany({ where });
  await tx.budgetLine.deleteMany({ where });
  await tx.stretchGoal.deleteMany({ where });
  const rewards = [...brief.rewards.map((r) => rewardData(r, "REWARD")), ...brief.addOns.map((r) => rewardData(r, "ADDON"))];
  await tx.reward.createMany({ data: rewards.map((reward, i) => ({ campaignId, ord: i + 1, ...reward })) });
  if (brief.shipping)
    await tx.shippingRate.createMany({
      data: (["LOCAL", "MAINLAND", "REMOTE"] as const).map((zone) => {
        const { first, extra } = brief.shipping![zone];
        return { campaignId, zone, firstFen: first, extraFen: extra };
      }),
    });
  await tx.budgetLine.createMany({
    data: brief.budget.map(({ amount, ...one }, i) => ({ campaignId, ord: i + 1, amountFen: amount, ...one })),
  });
  await tx.stretchGoal.createMany({
    data: brief.stretch.map((goal, i) => ({
      campaignId,
      ord: i + 1,
      kind: goal.kind,
      threshold: thresholdOf(goal)!,
      promise: goal.promise,
      extraCostFen: goal.extraCost,
      extraDays: goal.extraDays,
    })),
  });
}

import type { AddForm } from "#app/campaigns/changing/change.ts";
import { checkTexts } from "#app/campaigns/changing/check-texts.server.ts";
import { mustBeLive } from "#app/campaigns/changing/lock-reward.server.ts";
import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { rewardWords } from "#app/campaigns/changing/reward-words.ts";
import { rewardData } from "#app/campaigns/editing/keep-brief.server.ts";
import { creatorOf, lockCampaign } from "#app/campaigns/lock.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { linkFiles } from "#app/files/link-files.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, transact } from "#app/transact.server.ts";

/** A reward or add-on more, while the campaign runs. */
export async function addReward(viewer: Viewer, campaignId: string, { kind, ...form }: AddForm): Promise<string> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    creatorOf(viewer, campaign);
    mustBeLive(campaign);
    const rows = await tx.reward.findMany({ where: { campaignId }, select: { ord: true, kind: true } });
    const max = kind === "REWARD" ? policy.rewards.max : policy.addOns;
    if (rows.filter((row) => row.kind === kind).length >= max) throw new Refusal("tooManyItems", { max });
    if (form.promised <= campaign.deadlineAt!) throw new Refusal("onlyLater", {}, "promised");
    await checkTexts(tx, [form.title, form.description, ...form.items.map((item) => item.name)]);
    await linkFiles(tx, viewer, form.picture, "campaign", campaignId);
    const ord = Math.max(0, ...rows.map((row) => row.ord)) + 1;
    const reward = await tx.reward.create({ data: { campaignId, ord, ...rewardData(form, kind) } });
    await tx.campaign.update({ where: { id: campaignId }, data: { v: { increment: 1 } } });
    // A secret reward is found by its link only: that it exists is public, what it says is not.
    const after = reward.secretKey ? { secret: true } : rewardWords(reward);
    await recordChange(tx, campaign, { kind: "rewardAdded", subject: `reward:${reward.id}`, before: null, after }, viewer.userId, now);
    afterCommit(tx, () => announceCampaign(campaignId));
    return reward.id;
  });
}

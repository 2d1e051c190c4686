import { checkTexts } from "#app/campaigns/changing/check-texts.server.ts";
import { lockReward, mustBeLive } from "#app/campaigns/changing/lock-reward.server.ts";
import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { rewardWords } from "#app/campaigns/changing/reward-words.ts";
import type { RewardRow } from "#app/campaigns/editing/brief.ts";
import { rewardData } from "#app/campaigns/editing/keep-brief.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { linkFiles } from "#app/files/link-files.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, transact } from "#app/transact.server.ts";

/** A reward that nobody has claimed yet may still be written anew. Whoever has its page open is asked again: its version rises. */
export async function editReward(viewer: Viewer, rewardId: string, form: RewardRow): Promise<void> {
  await transact(async (tx) => {
    const { campaign, reward, now } = await lockReward(tx, viewer, rewardId);
    mustBeLive(campaign);
    if (reward.firstClaimAt) throw new Refusal("lockedByClaim");
    if (form.promised <= campaign.deadlineAt!) throw new Refusal("onlyLater", {}, "promised");
    await checkTexts(tx, [form.title, form.description, ...form.items.map((item) => item.name)]);
    await linkFiles(tx, viewer, form.picture, "campaign", campaign.id);
    const { secretKey: _key, ...data } = rewardData(form, reward.kind);
    const { count } = await tx.reward.updateMany({
      where: { id: rewardId, firstClaimAt: null },
      data: { ...data, imageFileId: data.imageFileId ?? reward.imageFileId, rewardV: { increment: 1 } },
    });
    if (count !== 1) throw new Refusal("lockedByClaim");
    const after = await tx.reward.findUniqueOrThrow({ where: { id: rewardId } });
    await tx.campaign.update({ where: { id: campaign.id }, data: { v: { increment: 1 } } });
    const change = reward.secretKey
      ? { before: { secret: true }, after: { secret: true } }
      : { before: rewardWords(reward), after: rewardWords(after) };
    await recordChange(tx, campaign, { kind: "rewardEdited", subject: `reward:${rewardId}`, ...change }, viewer.userId, now);
    afterCommit(tx, () => announceCampaign(campaign.id));
  });
}

import { wordsChange } from "#app/campaigns/changing/change.ts";
import { lockReward } from "#app/campaigns/changing/lock-reward.server.ts";
import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { linkFiles } from "#app/files/link-files.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Another picture of a reward. The one before stays in the store: the change shows both. */
export async function correctImage(viewer: Viewer, rewardId: string, fileId: string): Promise<void> {
  await transact(async (tx) => {
    const { campaign, reward, now } = await lockReward(tx, viewer, rewardId);
    if (!wordsChange.includes(campaign.lifecycle)) throw new Refusal("wrongState");
    if (reward.imageFileId === fileId) throw new Refusal("nothingChanged");
    await linkFiles(tx, viewer, [fileId], "campaign", campaign.id);
    await tx.reward.update({ where: { id: rewardId }, data: { imageFileId: fileId } });
    const change = { before: { title: reward.title, image: reward.imageFileId }, after: { title: reward.title, image: fileId } };
    await recordChange(tx, campaign, { kind: "rewardImage", subject: `reward:${rewardId}`, ...change }, viewer.userId, now);
  });
}

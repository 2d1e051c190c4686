import type { CorrectionForm } from "#app/campaigns/changing/change.ts";
import { wordsChange } from "#app/campaigns/changing/change.ts";
import { checkTexts } from "#app/campaigns/changing/check-texts.server.ts";
import { lockReward } from "#app/campaigns/changing/lock-reward.server.ts";
import { rewardWords } from "#app/campaigns/changing/reward-words.ts";
import { notifyOperators } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

/** What a reward says is materially wrong: the creator writes it anew, an operator decides. */
export async function askCorrection(viewer: Viewer, { rewardId, note, promised, ...said }: CorrectionForm): Promise<void> {
  await transact(async (tx) => {
    const { campaign, reward, now } = await lockReward(tx, viewer, rewardId);
    if (!wordsChange.includes(campaign.lifecycle)) throw new Refusal("wrongState");
    const pending = await tx.rewardCorrection.count({ where: { rewardId, state: "PENDING" } });
    if (pending > 0) throw new Refusal("correctionPending");
    await checkTexts(tx, [said.title, said.description, note, ...said.items.map((item) => item.name)]);
    const before = rewardWords(reward) as Prisma.InputJsonObject;
    const after = rewardWords({ ...reward, ...said, promisedAt: promised }) as Prisma.InputJsonObject;
    await tx.rewardCorrection.create({
      data: { campaignId: campaign.id, rewardId, before, after, note, byUserId: viewer.userId, at: now },
    });
    const params = { title: campaign.title };
    await notifyOperators(tx, { kind: "campaigns.notice.correctionWaiting", params, href: "/desk/campaigns/corrections" }, now);
  });
}

import { lockReward } from "#app/campaigns/changing/lock-reward.server.ts";
import { keyOfMail } from "#app/campaigns/showing/secret-group.server.ts";
import { MOST_MAILS, type SecretGroupForm } from "#app/campaigns/showing/secret-group.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** The creator says to whom a secret reward is shown without its link. Addresses are added to those that are there, or all are forgotten. */
export async function openSecret(viewer: Viewer, { rewardId, followers, backers, mails, forget }: SecretGroupForm): Promise<void> {
  await transact(async (tx) => {
    const { reward, now } = await lockReward(tx, viewer, rewardId);
    if (reward.secretKey === null) throw new Refusal("wrongState");
    const known = forget ? [] : ((await tx.rewardAccess.findUnique({ where: { rewardId }, select: { mailKeys: true } }))?.mailKeys ?? []);
    const mailKeys = [...new Set([...known, ...mails.map(keyOfMail)])];
    if (mailKeys.length > MOST_MAILS) throw new Refusal("tooManyItems", { max: MOST_MAILS }, "mails");
    const data = { followers, backers, mailKeys, updatedAt: now };
    await tx.rewardAccess.upsert({ where: { rewardId }, create: { rewardId, ...data }, update: data });
  });
}

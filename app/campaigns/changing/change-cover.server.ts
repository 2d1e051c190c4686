import { type CoverForm, wordsChange } from "#app/campaigns/changing/change.ts";
import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { creatorOf, lockCampaign } from "#app/campaigns/lock.server.ts";
import { linkFiles } from "#app/files/link-files.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Another cover. The one before stays in the store: the change shows both. */
export async function changeCover(viewer: Viewer, campaignId: string, { cover, coverAlt }: CoverForm): Promise<void> {
  await transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    creatorOf(viewer, campaign);
    if (!wordsChange.includes(campaign.lifecycle)) throw new Refusal("wrongState");
    const fileId = cover[0]!;
    if (campaign.coverFileId === fileId && campaign.coverAlt === coverAlt) throw new Refusal("nothingChanged");
    await linkFiles(tx, viewer, [fileId], "campaign", campaignId);
    await tx.campaign.update({ where: { id: campaignId }, data: { coverFileId: fileId, coverAlt, v: { increment: 1 } } });
    const change = { before: { image: campaign.coverFileId, alt: campaign.coverAlt }, after: { image: fileId, alt: coverAlt } };
    await recordChange(tx, campaign, { kind: "cover", subject: "campaign", ...change }, viewer.userId, now);
  });
}

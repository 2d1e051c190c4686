import { type WordsForm, wordsChange } from "#app/campaigns/changing/change.ts";
import { checkTexts } from "#app/campaigns/changing/check-texts.server.ts";
import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { Content } from "#app/campaigns/content.ts";
import { campaignFiles, linkDraftFiles } from "#app/campaigns/editing/draft-files.server.ts";
import { sanitiseMarkup } from "#app/campaigns/editing/story.server.ts";
import { creatorOf, lockCampaign } from "#app/campaigns/lock.server.ts";
import { indexCampaign } from "#app/campaigns/showing/index-campaign.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Story, video and questions change in the open: each part that differs is a link of the chain. */
export async function changeWords(viewer: Viewer, campaignId: string, form: WordsForm): Promise<void> {
  await transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    creatorOf(viewer, campaign);
    if (!wordsChange.includes(campaign.lifecycle)) throw new Refusal("wrongState");
    await linkDraftFiles(tx, viewer, campaignId, { story: form.story, "pictures[]": form.pictures });
    const files = await campaignFiles(tx, campaignId);
    const story = sanitiseMarkup(form.story, [...files.keys()]);
    if (story.nameless > 0) throw new Refusal("picturesUnnamed", { count: story.nameless }, "story");
    await checkTexts(tx, [story.text, ...form.faq.flatMap(({ question, answer }) => [question, answer])]);
    const row = await tx.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { content: true } });
    const before = Content.parse(row.content);
    const after: Content = { ...before, storyHtml: story.html, videoUrl: form.videoUrl, faq: form.faq };
    const parts = [
      ["story", before.storyHtml, after.storyHtml],
      ["video", before.videoUrl, after.videoUrl],
      ["faq", before.faq, after.faq],
    ] as const;
    const changed = parts.filter(([, was, is]) => JSON.stringify(was) !== JSON.stringify(is));
    if (changed.length === 0) throw new Refusal("nothingChanged");
    await tx.campaign.update({ where: { id: campaignId }, data: { content: after } });
    for (const [kind, was, is] of changed)
      await recordChange(tx, campaign, { kind, subject: "campaign", before: was, after: is }, viewer.userId, now);
    await indexCampaign(tx, campaignId);
  });
}

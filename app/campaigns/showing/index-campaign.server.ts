import { Content } from "#app/campaigns/content.ts";
import { tokens } from "#app/search/segment.ts";
import type { Tx } from "#app/transact.server.ts";

const plain = (html: string) => html.replace(/<[^>]*>/g, " ").replace(/&[a-z#0-9]+;/gi, " ");

/** What a campaign is found by: its title, promise, creator, rewards and story. Written whenever one of them is. */
export async function indexCampaign(tx: Tx, campaignId: string) {
  const campaign = await tx.campaign.findUniqueOrThrow({
    where: { id: campaignId },
    select: {
      title: true,
      tagline: true,
      content: true,
      creator: { select: { name: true } },
      rewards: { where: { secretKey: null }, select: { title: true }, orderBy: { ord: "asc" } },
    },
  });
  const story = Content.safeParse(campaign.content).data?.storyHtml ?? "";
  const words = tokens(
    [campaign.title, campaign.tagline, campaign.creator.name, ...campaign.rewards.map((r) => r.title), plain(story)].join(" "),
  );
  await tx.$executeRaw`UPDATE "Campaign" SET search = array_to_tsvector(${words}::text[]) WHERE id = ${campaignId}::uuid`;
}

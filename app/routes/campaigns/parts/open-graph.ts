import { shareStep } from "#app/campaigns/showing/share.ts";

type Shared = { campaign: { id: string; title: string; tagline: string; bps: number }; origin: string };

/** How the page looks where its link is shared. The picture's address changes with each quarter of the way, so that nobody keeps an old one. */
export function openGraph({ campaign, origin }: Shared) {
  const link = `${origin}/campaigns/${campaign.id}`;
  return [
    { name: "description", content: campaign.tagline },
    { property: "og:type", content: "website" },
    { property: "og:title", content: campaign.title },
    { property: "og:description", content: campaign.tagline },
    { property: "og:url", content: link },
    { property: "og:image", content: `${link}/share.png?at=${shareStep(campaign.bps)}` },
    { property: "og:image:width", content: "1200" },
    { property: "og:image:height", content: "630" },
    { name: "twitter:card", content: "summary_large_image" },
  ];
}

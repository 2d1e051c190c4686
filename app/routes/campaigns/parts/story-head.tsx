import { Link } from "@remix-run/react";
import { ImageOff, Megaphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ShownCampaign } from "#app/campaigns/showing/campaign-page.server.ts";
import type { LatestUpdate } from "#app/campaigns/showing/talk.server.ts";
import { When } from "#app/ui/deadline.tsx";

export function Cover({ campaign }: { campaign: { coverFileId: string | null; coverAlt: string } }) {
  return (
    <div className="aspect-[16/9] overflow-hidden rounded-lg border border-line bg-sunken">
      {campaign.coverFileId ? (
        <img src={`/files/${campaign.coverFileId}`} alt={campaign.coverAlt} width={1280} height={720} className="size-full object-cover" />
      ) : (
        <span className="grid size-full place-items-center text-faint">
          <ImageOff size={40} aria-hidden />
        </span>
      )}
    </div>
  );
}

/** The way down a long page; on a phone the rewards stand below the story, so they come first here. */
export function Sections({ campaign }: { campaign: ShownCampaign }) {
  const { t } = useTranslation();
  const { content, budget } = campaign;
  const there = {
    rewards: campaign.rewards.length > 0,
    story: content.storyHtml !== "",
    evidence: content.evidence.length > 0,
    risks: Object.keys(content.risks).length > 0,
    budget: budget.length > 0,
    refunds: true,
    faq: content.faq.length > 0,
  };
  const keys = (Object.keys(there) as (keyof typeof there)[]).filter((key) => there[key]);
  return (
    <nav aria-label={t("campaigns.showing.sections.label")} className="no-print -mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0">
      <ul className="flex gap-2 pb-1">
        {keys.map((key) => (
          <li key={key}>
            <a
              href={`#${key}`}
              className="inline-flex min-h-9 items-center rounded-full border border-line bg-panel px-3 text-sm whitespace-nowrap hover:border-edge hover:text-river-700"
            >
              {t(`campaigns.showing.sections.${key}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The newest word of the creator, and where to read on. */
export function Latest({ campaignId, latest }: { campaignId: string; latest: LatestUpdate }) {
  const { t } = useTranslation();
  if (!latest) return null;
  return (
    <Link
      to={`/campaigns/${campaignId}/updates#update-${latest.id}`}
      className="flex items-start gap-3 rounded-lg border border-line bg-panel px-4 py-3 shadow-panel hover:border-edge"
    >
      <Megaphone size={18} className="mt-1 shrink-0 text-river-600" aria-hidden />
      <span className="min-w-0">
        <span className="block text-sm text-muted">
          {t("campaigns.showing.updates.latest")} · <When at={latest.at} day />
        </span>
        <span className="font-medium">{latest.title}</span>
      </span>
    </Link>
  );
}

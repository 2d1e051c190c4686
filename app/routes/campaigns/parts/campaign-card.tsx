import { BadgeCheck, ImageOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type CampaignCategory, fundedBps } from "#app/campaigns/campaign.ts";
import type { CampaignCard } from "#app/campaigns/showing/market.server.ts";
import { usePlace } from "#app/i18n/i18n.ts";
import { When } from "#app/ui/deadline.tsx";
import { Bar, headlineFen, LifecycleChip, ModerationChip, TimeLeft } from "./words.tsx";

/** A campaign in a list: its picture, its promise, how far it is. Plain links: the list is long and its pages are cheap. */
export function CampaignTile({ campaign, level: Heading = "h2" }: { campaign: CampaignCard; level?: "h2" | "h3" }) {
  const { t } = useTranslation();
  const place = usePlace();
  const { creator, lifecycle } = campaign;
  const bps = fundedBps(campaign);
  const preview = lifecycle === "PRELAUNCH";
  return (
    <li className="group relative flex min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-panel shadow-panel hover:border-edge">
      <div className="relative aspect-[16/9] bg-sunken">
        {campaign.coverFileId ? (
          <img
            src={`/files/${campaign.coverFileId}?size=thumb`}
            alt={campaign.coverAlt}
            loading="lazy"
            width={640}
            height={360}
            className="size-full object-cover"
          />
        ) : (
          <span className="grid size-full place-items-center text-faint">
            <ImageOff size={28} aria-hidden />
          </span>
        )}
        <span className="absolute top-2.5 left-2.5 flex gap-1.5">
          {lifecycle !== "LIVE" && <LifecycleChip lifecycle={lifecycle} />}
          <ModerationChip moderation={campaign.moderation} />
        </span>
      </div>
      <div className="flex flex-1 flex-col gap-2 p-4">
        <p className="text-sm text-muted">{t(`campaigns.category.${campaign.category as CampaignCategory}`)}</p>
        <Heading className="line-clamp-2 text-lg leading-snug">
          <a href={`/campaigns/${campaign.id}`} className="after:absolute after:inset-0 group-hover:text-river-700">
            {campaign.title}
          </a>
        </Heading>
        <p className="line-clamp-2 text-sm text-muted">{campaign.tagline}</p>
        <p className="flex min-w-0 items-center gap-1 text-sm text-muted">
          <span className="truncate">{creator.name}</span>
          {creator.verified && <BadgeCheck size={14} className="shrink-0 text-ok-600" aria-label={t("ui.home.verified")} />}
          {creator.city && <span className="shrink-0">· {place(creator.city)}</span>}
        </p>
        <div className="mt-auto grid gap-2 pt-2">
          {preview ? (
            <p className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
              <span className="font-semibold text-river-700">{t("campaigns.showing.followers", { count: campaign.followers })}</span>
              {campaign.launchAt && (
                <span className="text-muted">
                  {t("campaigns.showing.startsOn")} <When at={campaign.launchAt} day />
                </span>
              )}
            </p>
          ) : (
            <>
              <Bar bps={bps} tone="river" label={t("campaigns.showing.funded")} />
              <p className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
                <span className="digits font-semibold text-river-700">
                  {t("campaigns.showing.percent", { percent: Math.floor(bps / 100) })}
                </span>
                <span className="digits">{headlineFen(campaign.pledgedFen)}</span>
              </p>
              <p className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm text-muted">
                <span>{t("campaigns.showing.backers", { count: campaign.backers })}</span>
                {lifecycle === "LIVE" && campaign.deadlineAt && <TimeLeft at={campaign.deadlineAt} alone className="font-medium" />}
              </p>
            </>
          )}
        </div>
      </div>
    </li>
  );
}

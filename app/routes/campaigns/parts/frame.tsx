import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CampaignCategory, Fulfilment, Lifecycle, Moderation } from "#app/campaigns/campaign.ts";
import { cx } from "#app/ui/cx.ts";
import { Breadcrumbs, pageEdge } from "#app/ui/page.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { FulfilmentChip, LifecycleChip, ModerationChip } from "./words.tsx";

export type Framed = {
  id: string;
  title: string;
  tagline: string;
  category: string;
  lifecycle: Lifecycle;
  moderation: Moderation;
  fulfilment?: Fulfilment;
  updates: number;
  comments: number;
};

/** The head of a campaign's public pages, and the way between them. */
export function CampaignFrame({ campaign, actions, children }: { campaign: Framed; actions?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  const category = t(`campaigns.category.${campaign.category as CampaignCategory}`, { defaultValue: campaign.category });
  const at = `/campaigns/${campaign.id}`;
  return (
    <div className={cx("mx-auto grid w-full max-w-house grid-cols-1 gap-6 py-6 max-lg:pb-28 sm:py-8", pageEdge)}>
      <header className="grid grid-cols-1 gap-2">
        <Breadcrumbs
          crumbs={[
            { label: t("campaigns.name"), to: "/campaigns" },
            ...(category ? [{ label: category, to: `/campaigns?category=${campaign.category}` }] : []),
          ]}
        />
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="grid min-w-0 gap-1.5">
            <div className="flex flex-wrap gap-2">
              <LifecycleChip lifecycle={campaign.lifecycle} />
              {campaign.lifecycle === "SUCCESSFUL" && campaign.fulfilment && <FulfilmentChip fulfilment={campaign.fulfilment} />}
              <ModerationChip moderation={campaign.moderation} />
            </div>
            <h1 className="text-3xl">
              <Link to={at} className="hover:text-river-700">
                {campaign.title}
              </Link>
            </h1>
            <p className="max-w-3xl text-lg text-muted">{campaign.tagline}</p>
          </div>
          {actions && <div className="no-print flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
      </header>
      <Tabs
        label={t("campaigns.showing.pages.label")}
        tabs={[
          { to: at, label: t("campaigns.showing.pages.campaign") },
          { to: `${at}/updates`, label: t("campaigns.showing.pages.updates"), count: campaign.updates },
          { to: `${at}/comments`, label: t("campaigns.showing.pages.comments"), count: campaign.comments },
          { to: `${at}/changes`, label: t("campaigns.showing.pages.changes") },
        ]}
      />
      {children}
    </div>
  );
}

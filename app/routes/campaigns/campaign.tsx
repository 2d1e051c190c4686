import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Flag, ImageOff } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { backerPlaces, recentBackers } from "#app/campaigns/showing/backers.server.ts";
import { campaignPage, type ShownCampaign } from "#app/campaigns/showing/campaign-page.server.ts";
import { talkCounts } from "#app/campaigns/showing/counts.server.ts";
import { shareStep } from "#app/campaigns/showing/share.ts";
import { isPublic } from "#app/campaigns/visible.ts";
import { env } from "#app/env.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { useSignal } from "#app/live/use-live.ts";
import { viewerOf } from "#app/people/auth.server.ts";
import { appNow } from "#app/transact.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { titled } from "#app/ui/title.ts";
import { actOnCampaign } from "./acts.server.ts";
import { stateOf } from "./page-state.ts";
import { Budget, Evidence, Faq, Refunds, Risks, StoryCard, Stretch, Team } from "./parts/about.tsx";
import { BackersCard, CreatorCard, ShippingCard } from "./parts/aside.tsx";
import { Banners } from "./parts/banners.tsx";
import { CampaignFrame } from "./parts/frame.tsx";
import { FourFunctions } from "./parts/functions.tsx";
import { Rewards } from "./parts/rewards.tsx";
import { ShareCard } from "./parts/share-card.tsx";
import { SupportButton, SupportPanel, takesSupport } from "./parts/support-panel.tsx";
import { useSeen } from "./parts/use-seen.ts";
import { useCampaign } from "./use-campaign.ts";

/** How the page looks where its link is shared. The picture's address changes with each quarter of the way, so that nobody keeps an old one. */
export const meta: MetaFunction<typeof loader> = (args) => {
  const head = titled<typeof loader>((_, data) => data.campaign.title)(args as Parameters<ReturnType<typeof titled>>[0]);
  if (!args.data) return head;
  const { campaign, origin } = args.data;
  const link = `${origin}/campaigns/${campaign.id}`;
  return [
    ...head,
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
};
export const shouldRevalidate = () => true;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const id = orNotFound(z.uuid().safeParse(params.campaignId).data);
  const secret = new URL(request.url).searchParams.get("secret");
  const [viewer, now] = await Promise.all([viewerOf(request.headers), appNow()]);
  const [page, talk, backers, places] = await Promise.all([
    campaignPage(viewer, id, now, secret),
    talkCounts(id),
    recentBackers(id),
    backerPlaces(id),
  ]);
  return { ...orNotFound(page), talk, backers, places, secret, nowMs: now.getTime(), origin: env.APP_URL, signedIn: viewer !== null };
}

export const action = actOnCampaign;

export default function CampaignPage() {
  const data = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { campaign, creator, talk, places, role, signedIn } = data;
  const moving = campaign.lifecycle === "LIVE" || campaign.lifecycle === "SETTLING" || campaign.lifecycle === "PRELAUNCH";
  const state = useCampaign(
    useMemo(() => stateOf(data), [data]),
    moving || campaign.latePledge === "OPEN",
  );
  useSignal(signedIn ? `campaign:${campaign.id}` : null);
  useSeen(campaign.id);
  return (
    <CampaignFrame
      campaign={{ ...campaign, ...talk, lifecycle: state.lifecycle, moderation: state.moderation }}
      actions={
        <>
          {role === "creator" && <ButtonLink to={`/campaigns/${campaign.id}/manage`}>{t("campaigns.showing.manage")}</ButtonLink>}
          {role === "operator" && <ButtonLink to={`/desk/campaigns/${campaign.id}`}>{t("campaigns.showing.desk")}</ButtonLink>}
        </>
      }
    >
      <Banners data={data} state={state} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Cover campaign={campaign} />
        <SupportPanel data={data} state={state} />
      </div>
      <FourFunctions data={data} state={state} {...talk} places={places.places.length} />
      <Sections campaign={campaign} />
      <div className="grid grid-cols-1 items-start gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 grid-cols-1 gap-6">
          <StoryCard campaign={campaign} />
          <Stretch campaign={campaign} state={state} />
          <Evidence campaign={campaign} />
          <Risks campaign={campaign} />
          <Budget campaign={campaign} />
          <Team campaign={campaign} />
          <Refunds campaign={campaign} />
          <Faq campaign={campaign} />
        </div>
        <aside className="grid min-w-0 grid-cols-1 gap-6">
          <Rewards data={data} state={state} secret={data.secret} />
          <CreatorCard creator={creator} />
          {isPublic(campaign) && <ShareCard id={campaign.id} title={campaign.title} origin={data.origin} />}
          <ShippingCard shipping={campaign.shipping} />
          <BackersCard backers={data.backers} places={places} total={state.backers} />
          <p className="text-sm">
            <Link to={`/report/campaign/${campaign.id}`} className="inline-flex items-center gap-1.5 text-muted hover:underline">
              <Flag size={14} aria-hidden /> {t("campaigns.showing.report")}
            </Link>
          </p>
        </aside>
      </div>
      {(data.pledge || takesSupport(state, campaign.latePledge)) && (
        <div className="no-print fixed inset-x-0 bottom-0 z-10 border-t border-line bg-panel/95 px-4 py-3 shadow-float backdrop-blur lg:hidden">
          <SupportButton data={data} state={state} size="md" />
        </div>
      )}
    </CampaignFrame>
  );
}

function Cover({ campaign }: { campaign: { coverFileId: string | null; coverAlt: string } }) {
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
function Sections({ campaign }: { campaign: ShownCampaign }) {
  const { t } = useTranslation();
  const { content, budget } = campaign;
  const there = {
    rewards: true,
    story: true,
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

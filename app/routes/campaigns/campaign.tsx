import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Flag } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { isPublic } from "#app/campaigns/visible.ts";
import { useSignal } from "#app/live/use-live.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Refused, useFormReply } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { actOnCampaign } from "./acts.server.ts";
import { readCampaignPage } from "./page.server.ts";
import { stateOf } from "./page-state.ts";
import { Evidence, Faq, Refunds, Risks, StoryCard, Stretch, Team } from "./parts/about.tsx";
import { BackersCard, CreatorCard, ShippingCard } from "./parts/aside.tsx";
import { Banners } from "./parts/banners.tsx";
import { Budget } from "./parts/budget.tsx";
import { CreatorRecordCard } from "./parts/creator-record.tsx";
import { CampaignFrame } from "./parts/frame.tsx";
import { FourFunctions } from "./parts/functions.tsx";
import { openGraph } from "./parts/open-graph.ts";
import { Rewards } from "./parts/rewards.tsx";
import { ShareCard } from "./parts/share-card.tsx";
import { Cover, Latest, Sections } from "./parts/story-head.tsx";
import { SupportButton, SupportPanel, takesSupport } from "./parts/support-panel.tsx";
import { useSeen } from "./parts/use-seen.ts";
import { useCampaign } from "./use-campaign.ts";

export const meta: MetaFunction<typeof loader> = (args) => [
  ...titled<typeof loader>((_, data) => data.campaign.title)(args as Parameters<ReturnType<typeof titled>>[0]),
  ...(args.data ? openGraph(args.data) : []),
];
export const shouldRevalidate = () => true;

export const loader = ({ request, params }: LoaderFunctionArgs) => readCampaignPage(request, params.campaignId);
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
  const reply = useFormReply();
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
      {reply && <Refused reply={reply} />}
      <Banners data={data} state={state} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Cover campaign={campaign} />
        <SupportPanel data={data} state={state} />
      </div>
      <FourFunctions data={data} state={state} {...talk} places={places.provinces} />
      <Sections campaign={campaign} />
      <div className="grid grid-cols-1 items-start gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 grid-cols-1 gap-6">
          <Latest campaignId={campaign.id} latest={data.latest} />
          <StoryCard campaign={campaign} />
          <Stretch campaign={campaign} state={state} />
          <Evidence campaign={campaign} />
          <Risks campaign={campaign} />
          <Budget campaign={campaign} uses={data.uses} />
          <Team campaign={campaign} />
          <Refunds campaign={campaign} speed={data.refunds} />
          <Faq campaign={campaign} />
        </div>
        <aside className="grid min-w-0 grid-cols-1 gap-6">
          <Rewards data={data} state={state} secret={data.secret} />
          <CreatorCard creator={creator} />
          <CreatorRecordCard record={data.record} />
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

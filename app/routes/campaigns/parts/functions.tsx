import { Link } from "@remix-run/react";
import { ChartNoAxesCombined, Coins, Lightbulb, Scale } from "lucide-react";
import { useTranslation } from "react-i18next";
import { fundedBps } from "#app/campaigns/campaign.ts";
import type { PublicState } from "#app/campaigns/showing/announce.server.ts";
import type { CampaignPageData } from "#app/campaigns/showing/campaign-page.server.ts";
import { headlineFen } from "./words.tsx";

type Shown = { data: CampaignPageData; state: PublicState; updates: number; comments: number; places: number };

/** The four things that a campaign does at once, each with its number of this very campaign. */
export function FourFunctions({ data: { campaign, role }, state, updates, comments, places }: Shown) {
  const { t } = useTranslation();
  const favourite = campaign.rewards.reduce<(typeof campaign.rewards)[number] | null>(
    (best, reward) => (reward.claimed > (best?.claimed ?? 0) ? reward : best),
    null,
  );
  const percent = Math.floor(fundedBps({ pledgedFen: BigInt(state.pledgedFen), goalFen: campaign.goalFen }) / 100);
  const readsReport = isOver(state.lifecycle) && (campaign.reportAt !== null || role === "creator" || role === "operator");
  const functions = [
    {
      key: "funding" as const,
      icon: Coins,
      says: t("campaigns.showing.four.fundingSays", { goalFen: headlineFen(campaign.goalFen), percent }),
    },
    {
      key: "showcase" as const,
      icon: Lightbulb,
      says: t("campaigns.showing.four.showcaseSays", { evidence: campaign.content.evidence.length, updates, comments }),
    },
    {
      key: "value" as const,
      icon: Scale,
      says: favourite
        ? t("campaigns.showing.four.valueSays", { title: favourite.title, price: headlineFen(favourite.priceFen) })
        : t("campaigns.showing.four.valueNone", { count: campaign.rewards.length }),
    },
    {
      key: "market" as const,
      icon: ChartNoAxesCombined,
      says: t("campaigns.showing.four.marketSays", { backers: state.backers, places, followers: state.followers }),
    },
  ];
  return (
    <section aria-labelledby="four" className="grid gap-3">
      <h2 id="four" className="sr-only">
        {t("campaigns.showing.four.title")}
      </h2>
      <ul className="grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-2 lg:grid-cols-4">
        {functions.map(({ key, icon: Icon, says }) => (
          <li key={key} className="grid content-start gap-1 bg-panel p-4">
            <h3 className="flex items-center gap-2 text-base font-semibold">
              <Icon size={18} className="text-river-600" aria-hidden />
              {t(`campaigns.showing.four.${key}`)}
            </h3>
            <p className="text-sm text-muted">{says}</p>
            {key === "market" && readsReport && (
              <Link to={`/campaigns/${campaign.id}/report`} className="link text-sm">
                {t("campaigns.showing.four.report")}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
const isOver = (lifecycle: PublicState["lifecycle"]) => lifecycle === "SUCCESSFUL" || lifecycle === "FAILED" || lifecycle === "CANCELLED";

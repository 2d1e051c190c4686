import { useTranslation } from "react-i18next";
import { Tabs } from "#app/ui/tabs.tsx";

/** The desk's pages about campaigns, in the order of their tabs. */
const places = [
  { to: "/desk/campaigns", label: "campaigns" },
  { to: "/desk/campaigns/reviews", label: "reviews" },
  { to: "/desk/campaigns/corrections", label: "corrections" },
  { to: "/desk/campaigns/cases", label: "cases" },
  { to: "/desk/campaigns/money", label: "money" },
  { to: "/desk/campaigns/evidence", label: "evidence" },
  { to: "/desk/campaigns/refunds", label: "refunds" },
  { to: "/desk/campaigns/defects", label: "defects" },
  { to: "/desk/campaigns/outage", label: "outage" },
] as const;

export function CampaignTabs() {
  const { t } = useTranslation();
  const tabs = places.map(({ to, label }) => ({ to, label: t(`campaigns.watching.tabs.${label}`) }));
  return <Tabs tabs={tabs} label={t("campaigns.watching.title")} />;
}

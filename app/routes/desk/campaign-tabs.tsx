import { useTranslation } from "react-i18next";
import { Tabs } from "#app/ui/tabs.tsx";

/** The desk's pages about campaigns, in the order of their tabs. */
const places = [
  { to: "/desk/campaigns", label: "campaigns" },
  { to: "/desk/campaigns/reviews", label: "reviews" },
  { to: "/desk/campaigns/cases", label: "cases" },
] as const;

export function CampaignTabs() {
  const { t } = useTranslation();
  const tabs = places.map(({ to, label }) => ({ to, label: t(`campaigns.watching.tabs.${label}`) }));
  return <Tabs tabs={tabs} label={t("campaigns.watching.title")} />;
}

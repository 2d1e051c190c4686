import { NavLink } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { pageEdge } from "#app/ui/page.tsx";

/** The desk's pages about campaigns, in the order of their menu. */
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

/** Stands below the desk's own menu on every page about campaigns. */
export function CampaignTabs() {
  const { t } = useTranslation();
  return (
    <nav aria-label={t("campaigns.watching.title")} className="no-print border-b border-line bg-panel">
      <ul className={`mx-auto flex w-full max-w-house gap-1 overflow-x-auto ${pageEdge}`}>
        {places.map(({ to, label }) => (
          <li key={to} className="shrink-0 first:-ml-2.5">
            <NavLink
              to={to}
              end={to === "/desk/campaigns"}
              className={({ isActive }) =>
                `flex min-h-11 items-center px-2.5 text-sm whitespace-nowrap ${
                  isActive ? "font-semibold text-river-700 underline underline-offset-8" : "text-muted hover:text-ink"
                }`
              }
            >
              {t(`campaigns.watching.tabs.${label}`)}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

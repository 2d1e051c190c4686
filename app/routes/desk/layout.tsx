import type { LoaderFunctionArgs } from "@remix-run/node";
import { NavLink, Outlet } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { requireOperator } from "#app/people/auth.server.ts";
import { pageEdge } from "#app/ui/page.tsx";
import { useCurrentInView } from "#app/ui/tabs.tsx";
import { places } from "./places.ts";

/** For everybody but operators the desk does not exist. Each page below asks again: loaders run side by side. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  return null;
}

export default function Desk() {
  const { t } = useTranslation();
  const row = useCurrentInView<HTMLUListElement>();
  return (
    <>
      <nav aria-label={t("desk.nav")} className="no-print border-b border-line bg-sunken">
        <ul ref={row} className={`relative mx-auto flex w-full max-w-house overflow-x-auto ${pageEdge}`}>
          {places.map((place) => (
            <li key={place.to} className="shrink-0 first:-ml-2">
              <NavLink
                to={place.to}
                end={place.to === "/desk"}
                className={({ isActive }) =>
                  `flex min-h-11 items-center border-b-2 px-2 text-sm whitespace-nowrap ${
                    isActive ? "border-river-600 font-semibold text-river-700" : "border-transparent text-muted hover:text-ink"
                  }`
                }
              >
                {t(`desk.${place.label}`)}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </>
  );
}

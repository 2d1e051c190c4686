import { Link, NavLink, useLocation } from "@remix-run/react";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { buttonClass } from "./button.tsx";
import { cx } from "./cx.ts";

export type Tab = { to: string; label: ReactNode; count?: number | null; current?: boolean };

/** For a row that scrolls sideways: the link of the current page is brought into it, wherever it stands. */
export function useCurrentInView<Row extends HTMLElement>() {
  const ref = useRef<Row>(null);
  const { key } = useLocation();
  useEffect(() => {
    const row = ref.current;
    const current = key && row?.querySelector<HTMLElement>('[aria-current="page"]');
    if (row && current) row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  }, [key]);
  return ref;
}

/** Views of one thing, as links: each has its address and works without JavaScript. Give `current` where the query tells them apart. */
export function Tabs({ tabs, label }: { tabs: readonly Tab[]; label: string }) {
  const look = (on: boolean) =>
    cx(
      "-mb-px inline-flex min-h-11 items-center gap-1.5 border-b-2 px-1 whitespace-nowrap",
      on ? "border-river-600 font-semibold text-river-700" : "border-transparent text-muted hover:border-edge hover:text-ink",
    );
  const nav = useCurrentInView<HTMLElement>();
  return (
    <nav ref={nav} aria-label={label} className="no-print relative overflow-x-auto overflow-y-hidden border-b border-line">
      <ul className="flex gap-5">
        {tabs.map((tab) => {
          const inside = (
            <>
              {tab.label}
              {tab.count != null && (
                <span className="digits rounded-full bg-sunken px-1.5 text-xs font-medium text-muted">{tab.count}</span>
              )}
            </>
          );
          return (
            <li key={tab.to}>
              {tab.current === undefined ? (
                <NavLink to={tab.to} end className={({ isActive }) => look(isActive)}>
                  {inside}
                </NavLink>
              ) : (
                <Link to={tab.to} aria-current={tab.current ? "page" : undefined} className={look(tab.current)} preventScrollReset>
                  {inside}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** To the pages before and after; null where there is none. */
export function Pager({ previous, next, note }: { previous?: string | null; next?: string | null; note?: ReactNode }) {
  const { t } = useTranslation();
  if (!previous && !next && !note) return null;
  const look = buttonClass({ variant: "secondary", size: "sm" });
  return (
    <nav aria-label={t("ui.pager.label")} className="no-print flex flex-wrap items-center justify-between gap-3">
      <span className="text-sm text-muted">{note}</span>
      <span className="flex gap-2">
        {previous && (
          <Link to={previous} rel="prev" className={look}>
            <ChevronLeft size={16} aria-hidden /> {t("ui.pager.previous")}
          </Link>
        )}
        {next && (
          <Link to={next} rel="next" className={look}>
            {t("ui.pager.next")} <ChevronRight size={16} aria-hidden />
          </Link>
        )}
      </span>
    </nav>
  );
}

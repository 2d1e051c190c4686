import { Form, Link, NavLink } from "@remix-run/react";
import { Bell, Menu as MenuIcon, Search } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSignal } from "#app/live/use-live.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { buttonClass } from "../button.tsx";
import { cx } from "../cx.ts";
import { useToast } from "../toast.tsx";
import { AccountMenu } from "./account.tsx";
import { LanguageSwitch } from "./language-switch.tsx";
import { Mark } from "./logo.tsx";
import { Menu, menuItem } from "./menu.tsx";

type Place = { to: string; label: string };

function usePlaces(viewer: Viewer | null): Place[] {
  const { t } = useTranslation();
  const places = [
    { to: "/tasks", label: t("ui.nav.tasks") },
    { to: "/campaigns", label: t("ui.nav.campaigns") },
  ];
  if (!viewer) places.push({ to: "/providers", label: t("ui.nav.providers") });
  else {
    places.push(
      { to: "/my/tasks", label: t("ui.nav.myTasks") },
      { to: "/my/bids", label: t("ui.nav.myBids") },
      { to: "/contracts", label: t("ui.nav.contracts") },
      { to: "/statement", label: t("ui.nav.statement") },
    );
  }
  if (viewer?.operator) places.push({ to: "/desk", label: t("ui.nav.desk") });
  return places;
}

export function Header({ viewer, unread }: { viewer: Viewer | null; unread: number }) {
  const { t } = useTranslation();
  const places = usePlaces(viewer);
  return (
    <header className="no-print sticky top-0 z-20 border-b border-line bg-panel">
      <div className="mx-auto flex h-15 w-full max-w-house items-center gap-x-2 px-4 sm:gap-x-4 sm:px-6">
        <Link to="/" className="flex shrink-0 items-center gap-2.5">
          <Mark />
          <span className="leading-tight font-bold">
            {t("ui.name")}
            <span className="block text-[0.625rem] leading-none font-medium tracking-wide text-muted">{t("ui.tagline")}</span>
          </span>
        </Link>
        <nav aria-label={t("ui.nav.label")} className="ml-2 self-stretch max-lg:hidden">
          <ul className="flex h-full items-stretch">
            {places.map((place) => (
              <li key={place.to} className="flex">
                <NavLink
                  to={place.to}
                  className={({ isActive }) =>
                    cx(
                      "flex items-center border-b-2 px-2.5 pt-0.5 whitespace-nowrap",
                      isActive ? "border-river-600 font-semibold text-river-700" : "border-transparent text-ink hover:text-river-700",
                    )
                  }
                >
                  {place.label}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <div className="flex flex-1 items-center justify-end gap-1 sm:gap-2">
          <SearchBox className="hidden max-w-56 flex-1 md:block" />
          <LanguageSwitch className="max-sm:hidden" />
          {viewer ? (
            <>
              <Notices unread={unread} />
              <AccountMenu viewer={viewer} />
            </>
          ) : (
            <>
              <Link to="/sign-in" className={buttonClass({ variant: "ghost", size: "sm" })}>
                {t("ui.nav.signIn")}
              </Link>
              <Link to="/sign-up" className={cx(buttonClass({ variant: "primary", size: "sm" }), "max-sm:hidden")}>
                {t("ui.nav.signUp")}
              </Link>
            </>
          )}
          <Menu
            className="lg:hidden"
            label={t("ui.nav.menu")}
            summary={<MenuIcon size={22} aria-hidden />}
            panel="w-[min(20rem,calc(100vw-2rem))]"
          >
            <SearchBox className="mb-1 md:hidden" />
            <nav aria-label={t("ui.nav.label")}>
              <ul>
                {places.map((place) => (
                  <li key={place.to}>
                    <NavLink to={place.to} className={({ isActive }) => cx(menuItem, isActive && "font-semibold text-river-700")}>
                      {place.label}
                    </NavLink>
                  </li>
                ))}
                {!viewer && (
                  <li className="sm:hidden">
                    <Link to="/sign-up" className={menuItem}>
                      {t("ui.nav.signUp")}
                    </Link>
                  </li>
                )}
              </ul>
            </nav>
            <LanguageSwitch className="px-1 sm:hidden" />
          </Menu>
        </div>
      </div>
    </header>
  );
}

function Notices({ unread }: { unread: number }) {
  const { t } = useTranslation();
  useSignal("notices");
  const toast = useToast();
  const before = useRef(unread);
  useEffect(() => {
    if (unread > before.current) {
      toast(
        <Link to="/notices" className="link">
          {t("ui.nav.newNotice")}
        </Link>,
      );
    }
    before.current = unread;
  }, [unread, toast, t]);
  return (
    <Link to="/notices" className="relative grid size-10 place-items-center rounded-md hover:bg-sunken">
      <Bell size={20} aria-hidden />
      <span className="sr-only">
        {t("ui.nav.notices")}
        {unread > 0 && ` ${t("ui.nav.unread", { count: unread })}`}
      </span>
      {unread > 0 && (
        <span
          className="digits absolute top-0.5 right-0 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-danger-600 px-1 text-[0.6875rem] leading-none font-semibold text-white ring-2 ring-panel"
          aria-hidden
        >
          {unread > 99 ? "99+" : unread}
        </span>
      )}
    </Link>
  );
}

function SearchBox({ className }: { className?: string }) {
  const { t } = useTranslation();
  return (
    <Form method="get" action="/tasks" role="search" className={cx("relative", className)}>
      <input
        type="search"
        name="q"
        maxLength={100}
        aria-label={t("ui.nav.search")}
        placeholder={t("ui.nav.searchHint")}
        className="box-field min-h-9 bg-page py-1 pr-2 pl-9 text-ellipsis"
      />
      <button
        type="submit"
        aria-label={t("ui.nav.search")}
        className="absolute inset-y-0 left-0 grid w-9 place-items-center text-muted hover:text-ink"
      >
        <Search size={16} aria-hidden />
      </button>
    </Form>
  );
}

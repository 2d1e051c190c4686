import { Form, Link } from "@remix-run/react";
import {
  BadgeCheck,
  Building2,
  Check,
  ChevronDown,
  HandHeart,
  LogOut,
  MapPin,
  MonitorSmartphone,
  Rocket,
  ShieldCheck,
  UserRound,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Viewer } from "#app/people/viewer.ts";
import { Avatar } from "../avatar.tsx";
import { Menu, menuItem } from "./menu.tsx";

/** The person, whom they act for, and the way out. */
export function AccountMenu({ viewer }: { viewer: Viewer }) {
  const { t } = useTranslation();
  const acting = viewer.orgs.find((org) => org.id === viewer.orgId);
  return (
    <Menu
      summary={
        <>
          <Avatar name={acting?.name ?? viewer.name} size="sm" />
          <span className="max-w-28 truncate text-sm font-medium max-xl:sr-only">
            <span className="sr-only">{t("ui.nav.account")}: </span>
            {acting?.name ?? viewer.name}
          </span>
          <ChevronDown size={16} className="text-muted max-sm:hidden" aria-hidden />
        </>
      }
    >
      <AccountItems viewer={viewer} />
    </Menu>
  );
}

function AccountItems({ viewer }: { viewer: Viewer }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="px-3 py-1.5">
        <p className="font-medium">{viewer.name}</p>
        <p className="truncate text-sm text-muted">{viewer.email}</p>
      </div>
      <ActingFor viewer={viewer} />
      <hr className="mx-3 border-line" />
      <Link to={`/organisations/${viewer.orgId}`} className={menuItem}>
        <Building2 size={17} className="text-muted" aria-hidden />
        {t("ui.nav.organisation")}
      </Link>
      <Link to="/deposit" className={menuItem}>
        <ShieldCheck size={17} className="text-muted" aria-hidden />
        {t("ui.nav.deposit")}
      </Link>
      <Link to="/profile" className={menuItem}>
        <UserRound size={17} className="text-muted" aria-hidden />
        {t("ui.nav.profile")}
      </Link>
      <Link to="/my/campaigns" className={menuItem}>
        <Rocket size={17} className="text-muted" aria-hidden />
        {t("ui.nav.myCampaigns")}
      </Link>
      <Link to="/my/pledges" className={menuItem}>
        <HandHeart size={17} className="text-muted" aria-hidden />
        {t("ui.nav.myPledges")}
      </Link>
      <Link to="/addresses" className={menuItem}>
        <MapPin size={17} className="text-muted" aria-hidden />
        {t("ui.nav.addresses")}
      </Link>
      <Link to="/sessions" className={menuItem}>
        <MonitorSmartphone size={17} className="text-muted" aria-hidden />
        {t("ui.nav.sessions")}
      </Link>
      <hr className="mx-3 border-line" />
      <Form method="post" action="/sign-out" reloadDocument>
        <button type="submit" className={menuItem}>
          <LogOut size={17} className="text-muted" aria-hidden />
          {t("ui.nav.signOut")}
        </button>
      </Form>
    </>
  );
}

function ActingFor({ viewer }: { viewer: Viewer }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-0.5">
      <p className="px-3 pt-1 text-xs text-muted">{t("ui.nav.actingFor")}</p>
      {viewer.orgs.map((org) => {
        const on = org.id === viewer.orgId;
        return (
          <Form key={org.id} method="post" action="/organisations/switch" reloadDocument>
            <button type="submit" name="orgId" value={org.id} disabled={on} className={menuItem}>
              <span className="min-w-0 flex-1 truncate">
                {!on && <span className="sr-only">{t("ui.nav.switchTo")}</span>}
                {org.name}
                <span className="ml-1.5 text-xs text-muted">{t(org.kind === "PERSON" ? "ui.nav.person" : "ui.nav.company")}</span>
              </span>
              {org.verified && <BadgeCheck size={16} className="text-ok-600" aria-label={t("ui.nav.verified")} />}
              {on && <Check size={16} className="text-river-600" aria-hidden />}
            </button>
          </Form>
        );
      })}
    </div>
  );
}

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "#app/ui/page.tsx";
import { Tabs } from "#app/ui/tabs.tsx";

/** The frame of the pages about one's own account. */
export function AccountPage({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const tabs = [
    { to: "/profile", label: t("people.account.profile") },
    { to: "/sessions", label: t("people.account.security") },
    { to: "/account/data", label: t("people.account.data") },
  ];
  return (
    <Page title={t("people.account.title")} width="text">
      <Tabs tabs={tabs} label={t("people.account.tabs")} />
      {children}
    </Page>
  );
}

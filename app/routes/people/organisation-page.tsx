import { BadgeCheck } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { Tabs } from "#app/ui/tabs.tsx";

type Org = {
  id: string;
  name: string;
  kind: "PERSON" | "COMPANY";
  verifiedAt: Date | null;
  suspendedAt?: Date | null;
  suspensionReason?: string | null;
};

/** The frame of an organisation's own pages: what it is, whether it is verified or suspended, and its parts. */
export function OrganisationPage({ org, children }: { org: Org; children: ReactNode }) {
  const { t } = useTranslation();
  const at = `/organisations/${org.id}`;
  const tabs = [
    { to: at, label: t("people.orgs.profileTab") },
    ...(org.kind === "COMPANY" ? [{ to: `${at}/members`, label: t("people.orgs.membersTab") }] : []),
    { to: `${at}/verification`, label: t("people.orgs.verificationTab") },
  ];
  return (
    <Page
      title={org.name}
      width="text"
      crumbs={[{ label: t("people.orgs.title"), to: "/organisations" }, { label: org.name }]}
      chips={
        <>
          <Chip>{t(`people.kind.${org.kind}`)}</Chip>
          {org.verifiedAt && (
            <Chip tone="ok" icon={<BadgeCheck size={14} aria-hidden />}>
              {t("people.providers.verified")}
            </Chip>
          )}
        </>
      }
      actions={<ButtonLink to={`/providers/${org.id}`}>{t("people.orgs.publicPage")}</ButtonLink>}
    >
      {org.suspendedAt && (
        <Notice tone="danger" title={t("people.orgs.suspended")}>
          {t("people.orgs.suspendedText", { reason: org.suspensionReason ?? "" })}
        </Notice>
      )}
      <Tabs tabs={tabs} label={t("people.orgs.tabs")} />
      {children}
    </Page>
  );
}

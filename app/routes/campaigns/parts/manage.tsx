import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Messages } from "#app/i18n/zh.ts";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { Tabs } from "#app/ui/tabs.tsx";

type Label = Exclude<keyof Messages["campaigns"]["manage"], "title">;
/** The creator's pages of a campaign, in the order of their tabs: path below /campaigns/:id/manage and its name. Each part of the room adds its own. */
export const manageTabs: { path: string; label: Label }[] = [
  { path: "", label: "overview" },
  { path: "/launch", label: "launch" },
  { path: "/changes", label: "changes" },
  { path: "/updates/new", label: "updates" },
  { path: "/money", label: "money" },
  { path: "/late", label: "late" },
  { path: "/survey", label: "survey" },
  { path: "/backers", label: "backers" },
  { path: "/batches", label: "batches" },
  { path: "/shipments", label: "shipments" },
  { path: "/defects", label: "defects" },
  { path: "/messages", label: "messages" },
  { path: "/insight", label: "insight" },
  { path: "/dry-run", label: "dryRun" },
  { path: "/links", label: "links" },
];

/** The frame of every page on which a creator runs a campaign. */
export function ManagePage({
  campaign,
  title,
  intro,
  chips,
  actions,
  children,
}: {
  campaign: { id: string; title: string; mayManage?: boolean; mayBegin?: boolean };
  title: ReactNode;
  intro?: ReactNode;
  chips?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const base = `/campaigns/${campaign.id}/manage`;
  return (
    <Page
      title={title}
      intro={intro}
      chips={chips}
      actions={actions}
      crumbs={[
        { label: t("campaigns.name"), to: "/campaigns" },
        { label: campaign.title, to: `/campaigns/${campaign.id}` },
        { label: t("campaigns.manage.title") },
      ]}
    >
      <Tabs
        label={t("campaigns.manage.title")}
        tabs={manageTabs.map(({ path, label }) => ({ to: `${base}${path}`, label: t(`campaigns.manage.${label}`) }))}
      />
      {campaign.mayBegin === false && campaign.mayManage !== false && <Notice tone="warn">{t("campaigns.fulfilling.orgSuspended")}</Notice>}
      {children}
    </Page>
  );
}

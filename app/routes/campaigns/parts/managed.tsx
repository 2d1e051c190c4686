import { useTranslation } from "react-i18next";
import { Done } from "#app/routes/people/done.tsx";
import { Notice } from "#app/ui/notice.tsx";

/** What a creator's page says above its content: what was just done, and why there are no buttons. */
export function Above({ campaign, says }: { campaign: { mayManage: boolean }; says?: Record<string, string> }) {
  const { t } = useTranslation();
  return (
    <>
      <Done says={{ done: t("campaigns.fulfilling.done"), ...says }} />
      {!campaign.mayManage && <Notice tone="warn">{t("campaigns.fulfilling.noPermission")}</Notice>}
    </>
  );
}

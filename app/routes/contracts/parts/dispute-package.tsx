import { useTranslation } from "react-i18next";
import { buttonClass } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";

/** Where the whole case is downloaded for a court or arbitration. */
export function DisputePackage({ dispute }: { dispute: { id: string; contract: { id: string } } }) {
  const { t } = useTranslation();
  return (
    <Card title={t("contracts.dispute.package.title")}>
      <p className="text-sm text-muted">{t("contracts.dispute.package.text")}</p>
      <a
        href={`/contracts/${dispute.contract.id}/disputes/${dispute.id}/package.zip`}
        download
        className={`${buttonClass({ variant: "secondary", size: "sm" })} justify-self-start`}
      >
        {t("contracts.dispute.package.get")}
      </a>
    </Card>
  );
}

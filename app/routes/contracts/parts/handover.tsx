import { useTranslation } from "react-i18next";
import type { HandedStage } from "#app/contracts/handover.server.ts";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Deliveries } from "./deliveries.tsx";

/** The file of the contract that ended: what whoever takes over the rest builds on. */
export function Handover({ stages }: { stages: HandedStage[] }) {
  const { t } = useTranslation();
  if (stages.length === 0) return null;
  return (
    <Card title={t("contracts.handover.title")}>
      <p className="text-sm text-muted">{t("contracts.handover.text")}</p>
      {stages.map((stage) => (
        <section key={stage.id} className="grid gap-2">
          <h3 className="flex flex-wrap items-baseline gap-x-2 font-medium">
            {stage.title}
            {stage.acceptedAt && (
              <span className="text-sm font-normal text-muted">
                {t("contracts.handover.accepted")} <When at={stage.acceptedAt} day />
              </span>
            )}
          </h3>
          <Deliveries stage={stage} bare />
        </section>
      ))}
    </Card>
  );
}

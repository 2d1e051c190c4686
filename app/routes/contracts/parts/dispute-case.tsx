import { useTranslation } from "react-i18next";
import type { DisputePage } from "#app/contracts/disputes/queries.server.ts";
import { Card, KeyValue, Prose, Stat, Stats } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { FileRows } from "#app/ui/files.tsx";
import { Money } from "#app/ui/money.tsx";
import { Deliveries } from "./deliveries.tsx";

/** The whole case on one page: the decision if there is one, what is frozen, what each side says and shows, what was delivered. */
export function DisputeCase({ dispute }: { dispute: DisputePage }) {
  const { t } = useTranslation();
  const name = (side: "EMPLOYER" | "PROVIDER") =>
    `${t(`contracts.side.${side}`)} · ${side === "EMPLOYER" ? dispute.contract.employer.name : dispute.contract.provider.name}`;
  return (
    <>
      {dispute.state === "EXECUTED" && (
        <Card title={t("contracts.dispute.decided")}>
          <Stats>
            <Stat label={t("contracts.dispute.toProvider")} value={<Money fen={dispute.toProviderFen ?? 0n} />} />
            <Stat label={t("contracts.dispute.toEmployer")} value={<Money fen={dispute.toEmployerFen ?? 0n} />} />
          </Stats>
          <h3 className="text-sm font-medium">{t("contracts.dispute.decision")}</h3>
          <Prose text={dispute.decision ?? ""} />
        </Card>
      )}
      <Card title={t("contracts.dispute.statement")}>
        <KeyValue
          pairs={[
            { label: t("contracts.dispute.by"), value: name(dispute.openedBySide) },
            { label: t("contracts.dispute.openedAt"), value: <When at={dispute.openedAt} /> },
            { label: t("contracts.dispute.frozen"), value: <Money fen={dispute.amountFen} strong /> },
            {
              label: t("contracts.dispute.wants", { side: t(`contracts.side.${dispute.openedBySide}`) }),
              value: <Money fen={dispute.wantedFen} />,
            },
          ]}
        />
        <Prose text={dispute.reason} />
        {dispute.files.length > 0 && <FileRows files={dispute.files} />}
      </Card>
      <Card title={t("contracts.dispute.evidence")}>
        {dispute.evidence.length === 0 && <p className="text-muted">{t("contracts.dispute.noEvidence")}</p>}
        <ol className="grid gap-4">
          {dispute.evidence.map((piece) => (
            <li key={piece.id} className="grid gap-1.5 border-l-4 border-line pl-3">
              <p className="flex flex-wrap gap-x-2 text-sm text-muted">
                <span className="font-medium text-ink">{name(piece.side)}</span>
                <When at={piece.at} />
              </p>
              <Prose text={piece.text} />
              {piece.files.length > 0 && <FileRows files={piece.files} />}
            </li>
          ))}
        </ol>
      </Card>
      {dispute.milestone.deliveries.length > 0 && (
        <Card title={t("contracts.dispute.delivered")}>
          <Deliveries stage={dispute.milestone} bare />
        </Card>
      )}
    </>
  );
}

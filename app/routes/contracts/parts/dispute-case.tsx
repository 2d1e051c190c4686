import { useTranslation } from "react-i18next";
import { shareOf } from "#app/contracts/disputes/dispute.ts";
import type { DisputePage } from "#app/contracts/disputes/queries.server.ts";
import { Card, KeyValue, Prose, Stat, Stats } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { FileRows } from "#app/ui/files.tsx";
import { Money } from "#app/ui/money.tsx";

type Side = "EMPLOYER" | "PROVIDER";

/** A split in sums and in percent. */
export function SplitText({ amountFen, toProviderFen }: { amountFen: bigint; toProviderFen: bigint }) {
  const { t } = useTranslation();
  const provider = shareOf(amountFen, toProviderFen);
  return (
    <span>
      <span className="digits font-medium">
        {t("contracts.dispute.split", { toProviderFen, toEmployerFen: amountFen - toProviderFen })}
      </span>
      <span className="block text-sm text-muted">
        {t("contracts.dispute.shares", { provider, employer: Math.round((100 - provider) * 10) / 10 })}
      </span>
    </span>
  );
}

/** What came out, and what was decided with which reasons. */
export function DisputeOutcome({ dispute }: { dispute: DisputePage }) {
  const { t } = useTranslation();
  return (
    <>
      {dispute.executedAt && dispute.ground && dispute.toProviderFen !== null && (
        <Card title={t(`contracts.dispute.result.${dispute.ground}`)}>
          <Stats>
            <Stat label={t("contracts.dispute.toProvider")} value={<Money fen={dispute.toProviderFen} />} />
            <Stat label={t("contracts.dispute.toEmployer")} value={<Money fen={dispute.toEmployerFen ?? 0n} />} />
          </Stats>
          <p className="text-sm text-muted">{t("contracts.dispute.result.at", { at: dispute.executedAt })}</p>
        </Card>
      )}
      {[...dispute.decisions].reverse().map((decision) => (
        <Card key={decision.instance} title={t(`contracts.dispute.decided.${decision.instance === 1 ? "first" : "appeal"}`)}>
          <p>
            <SplitText amountFen={dispute.amountFen} toProviderFen={decision.toProviderFen} />
          </p>
          <h3 className="text-sm font-medium">{t("contracts.dispute.decision")}</h3>
          <Prose text={decision.reasons} />
          <p className="text-sm text-muted">{t("contracts.dispute.decided.by", { at: decision.at })}</p>
        </Card>
      ))}
    </>
  );
}

/** What the dispute is about, in the opener's words. */
export function DisputeStatement({ dispute }: { dispute: DisputePage }) {
  const { t } = useTranslation();
  const name = (side: Side) =>
    `${t(`contracts.side.${side}`)} · ${side === "EMPLOYER" ? dispute.contract.employer.name : dispute.contract.provider.name}`;
  return (
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
      {dispute.failed.length > 0 && (
        <section className="grid gap-1">
          <h3 className="text-sm font-medium">{t("contracts.dispute.failed")}</h3>
          <ul className="list-disc pl-5">
            {dispute.failed.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </section>
      )}
      {dispute.files.length > 0 && <FileRows files={dispute.files} />}
    </Card>
  );
}

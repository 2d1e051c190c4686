import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { ClaimView } from "#app/deposits/claims/queries.server.ts";
import { Card, KeyValue, Prose } from "#app/ui/card.tsx";
import { NextMove, When } from "#app/ui/deadline.tsx";
import { FileRows } from "#app/ui/files.tsx";
import { Money } from "#app/ui/money.tsx";

/** Whose turn it is on a claim, and what happens when nobody moves. */
export function ClaimNext({ claim, desk = false }: { claim: ClaimView; desk?: boolean }) {
  const { t } = useTranslation();
  if (claim.state === "OPEN") {
    const mine = claim.side === "PROVIDER" && !desk;
    const title = t(mine ? "deposits.claim.next.answerMine" : "deposits.claim.next.answerOther");
    return <NextMove who={mine ? "me" : "other"} title={title} otherwise={t("deposits.claim.next.answerOtherwise")} at={claim.answerBy} />;
  }
  if (claim.state !== "HEARD") return null;
  const title = t(desk ? "deposits.claim.next.decideDesk" : "deposits.claim.next.decide");
  return <NextMove who={desk ? "me" : "platform"} title={title} otherwise={t("deposits.claim.next.decideOtherwise")} at={claim.decideBy} />;
}

/** Everything that both sides put on the table, and what was decided. */
export function ClaimCase({ claim }: { claim: ClaimView }) {
  const { t } = useTranslation();
  const { contract } = claim;
  return (
    <>
      <Card title={t(`deposits.promise.${claim.promise}`)}>
        <KeyValue
          pairs={[
            {
              label: t("deposits.claim.contract"),
              value: (
                <Link to={`/contracts/${contract.id}`} className="link">
                  {contract.title}
                </Link>
              ),
            },
            { label: t("deposits.claim.employer"), value: contract.employer.name },
            {
              label: t("deposits.claim.provider"),
              value: (
                <Link to={`/providers/${contract.providerId}`} className="link">
                  {contract.provider.name}
                </Link>
              ),
            },
            { label: t("deposits.claim.filedAt"), value: <When at={claim.filedAt} /> },
            { label: t("deposits.claim.asked"), value: <Money fen={claim.amountFen} strong /> },
            { label: t("deposits.claim.deposit"), value: <Money fen={claim.heldFen} /> },
          ]}
        />
        <p className="text-sm text-muted">{t(`deposits.promiseText.${claim.promise}`)}</p>
        <Prose text={claim.reason} />
        {claim.files.length > 0 && <FileRows files={claim.files} />}
      </Card>
      {claim.answer ? (
        <Card
          title={t("deposits.claim.answer")}
          actions={claim.answeredAt && <When at={claim.answeredAt} className="text-sm text-muted" />}
        >
          <Prose text={claim.answer} />
          {claim.answerFiles.length > 0 && <FileRows files={claim.answerFiles} />}
        </Card>
      ) : (
        claim.state !== "OPEN" &&
        claim.state !== "WITHDRAWN" && (
          <Card title={t("deposits.claim.answer")}>
            <p className="text-muted">{t("deposits.claim.noAnswer")}</p>
          </Card>
        )
      )}
      {claim.decision && (
        <Card
          title={t("deposits.claim.decision")}
          actions={claim.decidedAt && <When at={claim.decidedAt} className="text-sm text-muted" />}
        >
          <KeyValue pairs={[{ label: t("deposits.claim.granted"), value: <Money fen={claim.paidFen} strong /> }]} />
          <Prose text={claim.decision} />
        </Card>
      )}
    </>
  );
}

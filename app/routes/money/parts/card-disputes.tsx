import { useTranslation } from "react-i18next";
import type { SideDispute } from "#app/payments/card-dispute-queries.server.ts";
import { Card } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { CardDisputeChip, useReason } from "./card-words.tsx";

export type CardSide = "payer" | "payee" | "backer" | "watching";
const OPEN = ["INQUIRY", "OPEN", "PARKED"];

/** The card disputes about something, as each side reads them: what happened, what is frozen, who bears it, what to do. */
export function CardDisputes({ disputes, side, names }: { disputes: SideDispute[]; side: CardSide; names?: Record<string, string> }) {
  const { t } = useTranslation();
  if (disputes.length === 0) return null;
  return (
    <Card id="card-disputes" title={side === "payee" && names ? t("cards.side.list") : t("cards.side.title")}>
      <ul className="grid gap-4">
        {disputes.map((dispute) => (
          <OneDispute key={dispute.id} dispute={dispute} side={side} name={names?.[dispute.refId]} />
        ))}
      </ul>
    </Card>
  );
}

function OneDispute({ dispute, side, name }: { dispute: SideDispute; side: CardSide; name: string | undefined }) {
  const { t } = useTranslation();
  const reason = useReason();
  const { state, amountFen, frozenFen, payeeFen, openedAt, closedAt } = dispute;
  const hint = side === "payer" ? t("cards.side.payerHint") : side === "payee" && !name ? t("cards.side.payeeHint") : null;
  return (
    <li className="grid gap-1.5 rounded-md border border-line px-4 py-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span className="flex flex-wrap items-baseline gap-x-3">
          <Money fen={amountFen} strong />
          {name && <span>{name}</span>}
          <CardDisputeChip state={state} />
        </span>
        <span className="text-sm text-muted">
          <When at={openedAt} />
          {closedAt && (
            <>
              {" – "}
              <When at={closedAt} />
            </>
          )}
        </span>
      </p>
      <p className="text-sm text-muted">{reason(dispute.reason)}</p>
      <p>{side === "backer" ? t(`cards.side.backer.${state}`) : t(`cards.side.text.${state}`)}</p>
      {frozenFen > 0n && side !== "backer" && <p className="text-danger-600">{t("cards.side.frozen", { fen: frozenFen })}</p>}
      {payeeFen > 0n && side !== "backer" && <p>{t("cards.side.borneProvider", { fen: payeeFen })}</p>}
      {hint && OPEN.includes(state) && <p className="text-sm text-muted">{hint}</p>}
    </li>
  );
}

import { useTranslation } from "react-i18next";
import { nextMove } from "#app/contracts/next-move.ts";
import type { ContractPage } from "#app/contracts/queries.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { NextMove } from "#app/ui/deadline.tsx";
import { waitsForInvoice } from "./invoices.tsx";
import { PayForm } from "./pay-form.tsx";

/** What happens next on this contract, by whom, and what time does by itself. The one next act stands right here. */
export function MovePanel({ contract }: { contract: ContractPage }) {
  const { t } = useTranslation();
  const waitingForPayee =
    !contract.payeeReady && contract.stages.some((s) => s.remittances.some((r) => r.kind === "TRANSFER" && r.state !== "DONE"));
  const move = nextMove({ ...contract, waitingForPayee }, contract.side);
  if (!move) return null;
  const mine = move.turn !== null && move.turn === contract.side;
  const who = move.turn === null ? (move.at ? "none" : "platform") : mine ? "me" : "other";
  const claims = contract.stages.flatMap((s) => s.disputes).filter((d) => d.state === "OPENED" && d.side !== contract.side);
  const claim = move.key === "respondDispute" ? claims[0] : undefined;
  const waiting = contract.stages.find((s) => s.state === "AWAITING_FUNDING");
  const missing = waitsForInvoice(contract);
  return (
    <NextMove
      who={who}
      title={t(`contracts.next.${move.key}.${mine ? "me" : "other"}`, { stage: move.stage })}
      otherwise={t(`contracts.next.${move.key}.otherwise`)}
      at={move.at}
    >
      {waiting && missing && (
        <p className="font-medium text-warn-700">
          {t("contracts.invoices.missing", { stage: missing.stage.title, amountFen: missing.fen })}
        </p>
      )}
      {mine && waiting && !missing && contract.mayPay && ["fund", "fundNext", "fundPaused"].includes(move.key) && (
        <PayForm stage={waiting} />
      )}
      {mine && claim && (
        <ButtonLink variant="primary" to={`/contracts/${contract.id}/disputes/${claim.id}`}>
          {t("contracts.dispute.respond.title")}
        </ButtonLink>
      )}
      {mine && (move.key === "answerChange" || move.key === "payRaise") && <To part="change" move={move.key} />}
      {mine && (move.key === "stateDone" || move.key === "answerEnding") && <To part="ending" move={move.key} />}
      {mine && move.key === "payee" && (
        <ButtonLink variant="primary" to={`/payee?org=${contract.provider.id}`}>
          {t("contracts.out.setUpPayee")}
        </ButtonLink>
      )}
    </NextMove>
  );
}

/** Down to the card in which it is done. */
function To({ part, move }: { part: "change" | "ending"; move: "answerChange" | "payRaise" | "stateDone" | "answerEnding" }) {
  const { t } = useTranslation();
  return (
    <div>
      <ButtonLink variant="primary" to={`#${part}`}>
        {t(`contracts.next.${move}.go`)}
      </ButtonLink>
    </div>
  );
}

import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { type MilestoneState, milestoneFlow, restFen } from "#app/contracts/milestones/milestone.ts";
import type { ContractPage, StageView } from "#app/contracts/queries.server.ts";
import { allows } from "#app/flow.ts";
import { Button } from "#app/ui/button.tsx";
import { Prose } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { DisputeChip } from "./dispute-turn.tsx";

type Both = { contract: ContractPage; stage: StageView };

/** Refund proposals: the open one with its answers, and how earlier ones ended. */
export function RefundRows({ contract, stage }: Both) {
  const { t } = useTranslation();
  if (stage.refunds.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h3 className="text-sm font-medium">{t("contracts.refund.history")}</h3>
      {stage.refunds.map((proposal) => {
        const open = proposal.state === "PROPOSED" && contract.mayAct && allows<MilestoneState>(milestoneFlow, "answerRefund", stage.state);
        const mine = proposal.side === contract.side;
        const frozen = open && proposal.amountFen > restFen(stage);
        const answers = mine
          ? (["withdrawRefund"] as const)
          : frozen
            ? (["rejectRefund"] as const)
            : (["agreeRefund", "rejectRefund"] as const);
        return (
          <div key={proposal.id} className="grid gap-2 rounded-md border border-line px-4 py-3">
            <p className="flex flex-wrap items-center gap-2">
              {t("contracts.refund.open", { side: t(`contracts.side.${proposal.side}`), amountFen: proposal.amountFen })}
              <Chip tone={proposal.state === "AGREED" ? "ok" : proposal.state === "PROPOSED" ? "warn" : "neutral"}>
                {t(`contracts.refund.state.${proposal.state}`)}
              </Chip>
              <When at={proposal.createdAt} className="text-sm text-muted" />
            </p>
            <Prose text={proposal.reason} />
            {frozen && <p className="text-sm text-muted">{t("contracts.refund.frozen", { restFen: restFen(stage) })}</p>}
            {open && (
              <div className="flex flex-wrap gap-2">
                {answers.map((intent) => (
                  <PostForm key={intent} intent={`${intent}:${proposal.id}`} preventScrollReset>
                    <input type="hidden" name="proposalId" value={proposal.id} />
                    <Button variant={intent === "agreeRefund" ? "primary" : "secondary"} size="sm">
                      {t(
                        intent === "agreeRefund"
                          ? "contracts.refund.agree"
                          : intent === "rejectRefund"
                            ? "contracts.refund.reject"
                            : "contracts.refund.withdraw",
                      )}
                    </Button>
                  </PostForm>
                ))}
              </div>
            )}
          </div>
        );
      })}
    </section>
  );
}

/** The stage's disputes, each with its own page. */
export function DisputeRows({ contract, stage }: Both) {
  const { t } = useTranslation();
  if (stage.disputes.length === 0) return null;
  return (
    <ul className="grid gap-2">
      {stage.disputes.map((dispute) => (
        <li
          key={dispute.id}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-danger-200 bg-danger-50 px-4 py-2.5"
        >
          <span className="font-medium">{t("contracts.dispute.name", { amountFen: dispute.amountFen })}</span>
          <DisputeChip {...dispute} />
          <Link to={`/contracts/${contract.id}/disputes/${dispute.id}`} className="text-river-700 hover:underline">
            {t("contracts.dispute.see")}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Every sum that left or leaves this stage's escrow, and what it waits for. */
export function Outs({ contract, stage }: Both) {
  const { t } = useTranslation();
  if (stage.remittances.length === 0) return null;
  return (
    <section className="grid gap-1.5">
      <h3 className="text-sm font-medium">{t("contracts.out.title")}</h3>
      <ul className="grid gap-1">
        {stage.remittances.map((out) => {
          const noPayee = out.kind === "TRANSFER" && out.state === "READY" && !contract.payeeReady;
          return (
            <li key={out.id} className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
              <span>
                {t(`contracts.out.${out.kind}`)}
                {out.keptFen > 0n && <span className="block text-muted">{t(`cards.kept.${out.kind}`, { fen: out.keptFen })}</span>}
              </span>
              <span className="flex flex-wrap items-baseline gap-x-3">
                <span className="text-muted">
                  {noPayee ? t("contracts.out.noPayee") : t(`contracts.out.state.${out.state}`)}
                  {out.retryAt && out.state === "READY" && ` · ${t("contracts.out.again", { at: out.retryAt })}`}
                </span>
                <Money fen={out.amountFen} strong />
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

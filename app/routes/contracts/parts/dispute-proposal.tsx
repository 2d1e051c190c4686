import { useTranslation } from "react-i18next";
import type { DisputePage } from "#app/contracts/disputes/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Prose } from "#app/ui/card.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { SplitText } from "./dispute-case.tsx";

/** The mediator's proposal, what each side says to it, and the viewer's answer. */
export function DisputeProposal({ dispute }: { dispute: DisputePage }) {
  const { t } = useTranslation();
  if (dispute.proposalFen === null) return null;
  const answers = { EMPLOYER: dispute.employerAgrees, PROVIDER: dispute.providerAgrees };
  const asked = dispute.state === "MEDIATION" && dispute.mayAct && dispute.viewerSide !== null && answers[dispute.viewerSide] === null;
  const word = (agrees: boolean | null) => t(`contracts.dispute.proposal.${agrees === null ? "open" : agrees ? "yes" : "no"}`);
  return (
    <Card title={t("contracts.dispute.proposal.title")} id="proposal">
      <p>
        <SplitText amountFen={dispute.amountFen} toProviderFen={dispute.proposalFen} />
      </p>
      <Prose text={dispute.proposal ?? ""} />
      <p className="flex flex-wrap gap-x-4 text-sm text-muted">
        {(["EMPLOYER", "PROVIDER"] as const).map((side) => (
          <span key={side}>
            {t("contracts.dispute.proposal.answer", { side: t(`contracts.side.${side}`) })} {word(answers[side])}
          </span>
        ))}
      </p>
      {asked && (
        <>
          <p className="text-sm text-muted">{t("contracts.dispute.proposal.text")}</p>
          <div className="flex flex-wrap gap-3">
            {(["agree", "refuse"] as const).map((answer) => (
              <PostForm key={answer} intent={`answerProposal:${answer}`}>
                <input type="hidden" name="disputeId" value={dispute.id} />
                <input type="hidden" name="answer" value={answer} />
                <Button variant={answer === "agree" ? "primary" : "secondary"}>{t(`contracts.dispute.proposal.${answer}`)}</Button>
              </PostForm>
            ))}
          </div>
        </>
      )}
    </Card>
  );
}

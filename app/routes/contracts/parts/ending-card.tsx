import { useTranslation } from "react-i18next";
import { splitBy } from "#app/contracts/ending/ending.ts";
import { restFen } from "#app/contracts/milestones/milestone.ts";
import type { ContractPage } from "#app/contracts/queries.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card, Prose } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field, TextField } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";

type Ending = ContractPage["endings"][number];
type Both = { contract: ContractPage; ending: Ending; rest: bigint };

export const isEnding = (contract: ContractPage) => ["ASKED", "STATED", "ESCALATING"].includes(contract.endings[0]?.state ?? "");

/** The contract is being ended, or was: how much is said to be done, what follows from it, and until when. */
export function EndingCard({ contract }: { contract: ContractPage }) {
  const { t } = useTranslation();
  const ending = contract.endings[0];
  const stage = contract.stages.find((one) => one.id === ending?.milestoneId);
  if (!ending || !stage || ending.state === "WITHDRAWN" || ending.state === "SETTLED") return null;
  const { state, percent, toProviderFen, toEmployerFen } = ending;
  const rest = restFen(stage);
  const waits = state === "ASKED" || state === "STATED";
  const split = toProviderFen !== null && toEmployerFen !== null ? { toProviderFen, toEmployerFen } : splitBy(rest, percent ?? 0);
  return (
    <Card
      id="ending"
      title={t("contracts.ending.title")}
      actions={
        <Chip tone={state === "AGREED" ? "ok" : state === "DISPUTED" ? "danger" : "warn"}>{t(`contracts.ending.state.${state}`)}</Chip>
      }
    >
      <p>{t(percent === null ? "contracts.ending.asked" : "contracts.ending.stated", { stage: stage.title, percent: percent ?? 0 })}</p>
      <Prose text={ending.reason} className="text-muted" />
      {ending.statement && <Prose text={ending.statement} />}
      {percent !== null && (state === "STATED" || state === "AGREED") && (
        <p className="font-medium">
          {t("contracts.ending.split", { toProviderFen: split.toProviderFen, toEmployerFen: split.toEmployerFen })}
        </p>
      )}
      {waits && (
        <p className="text-muted">
          {t(`contracts.ending.lapses.${state}`)} <Deadline at={ending.answerBy} className="text-ink" />
        </p>
      )}
      {waits && contract.mayAct && contract.side === "PROVIDER" && state === "ASKED" && <StateForm {...{ contract, ending, rest }} />}
      {waits && contract.mayAct && contract.side === "EMPLOYER" && <EmployerAnswers {...{ contract, ending, rest }} />}
      {ending.disputeId && (
        <ButtonLink size="sm" className="justify-self-start" to={`/contracts/${contract.id}/disputes/${ending.disputeId}`}>
          {t("contracts.ending.seeDispute")}
        </ButtonLink>
      )}
    </Card>
  );
}

function StateForm({ ending, rest }: Both) {
  const { t } = useTranslation();
  return (
    <PostForm intent={`stateDone:${ending.id}`} className="border-t border-line pt-4">
      <input type="hidden" name="endingId" value={ending.id} />
      <Field
        name="percent"
        label={t("contracts.ending.percent")}
        hint={t("contracts.ending.percentHint", { restFen: rest })}
        inputMode="numeric"
        unit="%"
        required
      />
      <TextField
        name="statement"
        label={t("contracts.ending.statement")}
        hint={t("contracts.ending.statementHint")}
        rows={4}
        maxLength={2000}
        required
      />
      <Button variant="primary" className="justify-self-start">
        {t("contracts.ending.stateAct")}
      </Button>
    </PostForm>
  );
}

function EmployerAnswers({ ending, rest }: Both) {
  const { t } = useTranslation();
  const refuse = `refuseEnding:${ending.id}`;
  return (
    <div className="flex flex-wrap items-start gap-2 border-t border-line pt-4">
      {ending.state === "STATED" && rest > 0n && (
        <Dialog
          trigger={t("contracts.ending.agree")}
          title={t("contracts.ending.agree")}
          intro={t("contracts.ending.agreeText")}
          intent={`agreeEnding:${ending.id}`}
          variant="primary"
        >
          <PostForm intent={`agreeEnding:${ending.id}`}>
            <input type="hidden" name="endingId" value={ending.id} />
            <input type="hidden" name="percent" value={ending.percent ?? ""} />
            <input type="hidden" name="restFen" value={String(rest)} />
            <Button variant="primary">{t("contracts.ending.agree")}</Button>
          </PostForm>
        </Dialog>
      )}
      {ending.state === "STATED" && (
        <Dialog
          trigger={t("contracts.ending.refuse")}
          title={t("contracts.ending.refuseTitle")}
          intro={t("contracts.ending.refuseText")}
          intent={refuse}
        >
          <PostForm intent={refuse}>
            <input type="hidden" name="endingId" value={ending.id} />
            <Field name="wishPercent" label={t("contracts.ending.wish")} inputMode="numeric" unit="%" required />
            <TextField name="answer" label={t("contracts.ending.why")} rows={4} maxLength={2000} required />
            <Button variant="danger">{t("contracts.ending.refuseAct")}</Button>
          </PostForm>
        </Dialog>
      )}
      <PostForm intent={`withdrawEnding:${ending.id}`}>
        <input type="hidden" name="endingId" value={ending.id} />
        <Button variant="ghost">{t("contracts.ending.withdraw")}</Button>
      </PostForm>
    </div>
  );
}

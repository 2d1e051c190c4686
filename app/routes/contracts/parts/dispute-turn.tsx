import { useTranslation } from "react-i18next";
import { disputeStep, disputeSteps } from "#app/contracts/disputes/dispute.ts";
import type { DisputePage } from "#app/contracts/disputes/queries.server.ts";
import { Chip, Stepper, stepsOf } from "#app/ui/chip.tsx";
import { NextMove } from "#app/ui/deadline.tsx";
import { Notice, type Tone } from "#app/ui/notice.tsx";

const tones: Record<DisputePage["state"], Tone> = {
  OPENED: "danger",
  RESPONDED: "warn",
  NEGOTIATING: "warn",
  MEDIATION: "warn",
  PANEL: "warn",
  DECIDED: "info",
  APPEALED: "warn",
  FINAL: "info",
  EXECUTED: "ok",
  SETTLED: "ok",
  DEFAULTED: "danger",
  WITHDRAWN: "neutral",
};
export function DisputeChip({ state, byBank }: Pick<DisputePage, "state" | "byBank">) {
  const { t } = useTranslation();
  return <Chip tone={tones[state]}>{t(byBank ? "contracts.dispute.byBank" : `contracts.dispute.state.${state}`)}</Chip>;
}

/** Where a dispute is, whose turn it is, until when, and what happens without them. */
export function DisputeTurn({ dispute }: { dispute: DisputePage }) {
  const { t } = useTranslation();
  const { turn, viewerSide, state } = dispute;
  const steps = stepsOf(
    disputeSteps,
    disputeStep(state),
    (key) => t(`contracts.dispute.step.${key}`),
    state === "EXECUTED" || state === "SETTLED",
  );
  const mine = turn !== null && viewerSide !== null && turn.sides.includes(viewerSide);
  const [one] = turn?.sides.length === 1 ? turn.sides : [];
  const side = one ? t(`contracts.side.${one}`) : t("contracts.dispute.both");
  return (
    <>
      {state !== "WITHDRAWN" && <Stepper steps={steps} label={t("contracts.dispute.steps")} />}
      {turn && (
        <NextMove
          who={mine ? "me" : turn.desk ? "platform" : turn.sides.length > 0 ? "other" : "none"}
          title={t(`contracts.dispute.turn.${turn.key}.${mine ? "me" : "other"}`, { side })}
          otherwise={t(`contracts.dispute.turn.${turn.key}.otherwise`, {
            toProviderFen: turn.otherwise?.toProviderFen ?? 0n,
            toEmployerFen: turn.otherwise?.toEmployerFen ?? 0n,
          })}
          at={turn.at}
        />
      )}
      {dispute.filedSide && dispute.filedWith && dispute.filingNumber && dispute.frozenUntil && (
        <Notice tone="info">
          {t("contracts.dispute.filing.done", {
            side: t(`contracts.side.${dispute.filedSide}`),
            filedWith: dispute.filedWith,
            number: dispute.filingNumber,
            at: dispute.frozenUntil,
          })}
        </Notice>
      )}
    </>
  );
}

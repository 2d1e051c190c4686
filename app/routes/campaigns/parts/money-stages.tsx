import { Check, Circle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type StageEvidenceKind, stageEvidenceKinds } from "#app/campaigns/paying-out/evidence.ts";
import { stageShares } from "#app/campaigns/paying-out/payout.ts";
import type { MoneyPage } from "#app/campaigns/paying-out/queries.server.ts";
import { firmBars, type StageBar, stageBarNames } from "#app/campaigns/paying-out/stage-bars.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, KeyValue, Prose } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { SelectField, TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { FileRows } from "#app/ui/files.tsx";
import { Money } from "#app/ui/money.tsx";
import type { Tone } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";

type Stage = MoneyPage["stages"][number];

export const payoutTones: Record<Stage["state"], Tone> = {
  PLANNED: "neutral",
  HELD: "warn",
  RELEASABLE: "ok",
  RELEASING: "info",
  RELEASED: "ok",
  FAILED: "danger",
  CLAWED_BACK: "danger",
};

/** A stage's own conditions, besides those that every stage has. */
const ownBars: Record<number, readonly StageBar[]> = { 1: ["time"], 2: ["evidence", "update"], 3: ["delivered"] };

/** The three stages: what stands in the way of each, what was released, and what is still here. */
export function Stages({ page }: { page: MoneyPage }) {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.payouts.stage.title")}>
      <p className="text-sm text-muted">{t("campaigns.payouts.stage.allocateHint")}</p>
      <ol className="grid gap-5">
        {page.stages.map((stage) => (
          <StageRow key={stage.id} stage={stage} page={page} />
        ))}
      </ol>
    </Card>
  );
}

/** Why a stage is held: what the clock saw has its own words, an operator's reason is theirs. */
export function useHoldReason() {
  const { t } = useTranslation();
  return (reason: string) => (reason === "cadence" || reason === "refundAll" ? t(`campaigns.payouts.stage.held.${reason}`) : reason);
}

export function useStageName() {
  const { t } = useTranslation();
  return (n: number) => t("campaigns.payouts.stage.name", { n, kind: t(`campaigns.payouts.stage.kind.${String(n) as "1" | "2" | "3"}`) });
}

/** How the money of a campaign will be released: "start 40% · production 30% · delivery 30%". */
export function useStageShares() {
  const { t } = useTranslation();
  return (campaign: Parameters<typeof stageShares>[0]) =>
    stageShares(campaign)
      .map(({ stage, shareBps }) => `${t(`campaigns.payouts.stage.kind.${String(stage) as "1" | "2" | "3"}`)} ${shareBps / 100}%`)
      .join(" · ");
}

function StageRow({ stage, page }: { stage: Stage; page: MoneyPage }) {
  const { t } = useTranslation();
  const name = useStageName();
  const why = useHoldReason();
  const released = stage.grossFen > 0n;
  const sum = (key: "allocated" | "transferred" | "taken" | "fee", fen: bigint) =>
    fen > 0n && { label: t(`campaigns.payouts.stage.${key}`), value: <Money fen={fen} /> };
  return (
    <li className="grid gap-3 rounded-lg border border-line p-4">
      <p className="flex flex-wrap items-center gap-2">
        <strong>{name(stage.stage)}</strong>
        <Chip tone={payoutTones[stage.state]}>{t(`campaigns.payout.${stage.state}`)}</Chip>
        <span className="text-sm text-muted">{t("campaigns.payouts.stage.share", { percent: stage.shareBps / 100 })}</span>
      </p>
      {stage.holdReason && stage.state === "HELD" && (
        <p className="text-warn-700">{t("campaigns.payouts.stage.hold", { reason: why(stage.holdReason) })}</p>
      )}
      {released ? (
        <KeyValue
          pairs={[
            { label: t("campaigns.payouts.stage.gross"), value: <Money fen={stage.grossFen} strong /> },
            sum("fee", stage.feeFen),
            sum("allocated", stage.allocatedFen),
            sum("transferred", stage.transferredFen),
            sum("taken", stage.takenFen),
            stage.unspentFen > 0n && { label: t("campaigns.payouts.stage.rest"), value: <Money fen={stage.unspentFen} strong /> },
            stage.state === "RELEASABLE" &&
              stage.transferAt !== null && { label: t("campaigns.payouts.stage.transferAt"), value: <When at={stage.transferAt} /> },
          ]}
        />
      ) : (
        <Bars stage={stage} />
      )}
      {page.mayPay && (stage.state === "RELEASABLE" || stage.state === "FAILED") && stage.unspentFen > 0n && (
        <PostForm intent={`transfer:${stage.id}`}>
          <input type="hidden" name="payoutId" value={stage.id} />
          <Button className="justify-self-start">{t("campaigns.payouts.stage.transfer", { amountFen: stage.unspentFen })}</Button>
        </PostForm>
      )}
      {stage.stage === 2 && <Evidence stage={stage} page={page} />}
    </li>
  );
}

function Bars({ stage }: { stage: Stage }) {
  const { t } = useTranslation();
  const isShown = (bar: StageBar) =>
    (firmBars.includes(bar) && !(bar === "earlier" && stage.stage === 1)) || ownBars[stage.stage]?.includes(bar);
  const shown = stageBarNames.filter(isShown);
  return (
    <div className="grid gap-1.5">
      <p className="text-sm font-medium">
        {t("campaigns.payouts.stage.waits")}
        {stage.dueAt && (
          <span className="ml-3 font-normal text-muted">
            {t("campaigns.payouts.stage.due")} <When at={stage.dueAt} />
          </span>
        )}
      </p>
      <ul className="grid gap-1 text-sm sm:grid-cols-2">
        {shown.map((bar) => {
          const open = stage.bars.includes(bar);
          return (
            <li key={bar} className={open ? "flex items-center gap-2" : "flex items-center gap-2 text-muted"}>
              {open ? <Circle size={14} aria-hidden /> : <Check size={14} aria-hidden className="text-ok-600" />}
              {t(`campaigns.payouts.stage.bar.${bar}`)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Evidence({ stage, page }: { stage: Stage; page: MoneyPage }) {
  const { t } = useTranslation();
  const open = (stage.state === "PLANNED" || stage.state === "HELD") && !stage.approvedAt;
  const shown = new Set(stage.evidence.map(({ milestoneId }) => milestoneId));
  const accepted = page.lines
    .flatMap((line) => line.tasks)
    .flatMap((task) => task.milestones.map((milestone) => ({ ...milestone, task: task.title })))
    .filter((milestone) => milestone.acceptedAt !== null && !shown.has(milestone.id));
  return (
    <section className="grid gap-3 border-t border-line pt-3">
      <h3 className="font-medium">{t("campaigns.payouts.evidence.title")}</h3>
      <p className="text-sm text-muted">{t("campaigns.payouts.evidence.intro")}</p>
      {stage.evidence.length === 0 && <p className="text-sm">{t("campaigns.payouts.evidence.none")}</p>}
      {stage.evidence.map((one) => (
        <EvidenceRow key={one.id} evidence={one} />
      ))}
      {open && page.mayManage && (
        <>
          {accepted.map((milestone) => (
            <PostForm key={milestone.id} intent={`showMilestone:${milestone.id}`}>
              <input type="hidden" name="payoutId" value={stage.id} />
              <input type="hidden" name="milestoneId" value={milestone.id} />
              <div className="flex flex-wrap items-center justify-between gap-3">
                <span className="min-w-0 text-sm">
                  {milestone.task} · {milestone.title}
                </span>
                <Button size="sm">{t("campaigns.payouts.evidence.useMilestone")}</Button>
              </div>
            </PostForm>
          ))}
          <PostForm intent="showEvidence" encType="multipart/form-data">
            <input type="hidden" name="payoutId" value={stage.id} />
            <SelectField
              name="kind"
              label={t("campaigns.payouts.evidence.kindLabel")}
              options={stageEvidenceKinds.map((value) => ({ value, label: t(`campaigns.payouts.evidence.kind.${value}`) }))}
              required
            />
            <TextField name="text" label={t("campaigns.payouts.evidence.text")} rows={2} maxLength={1000} />
            <FileDrop label={t("campaigns.payouts.evidence.files")} />
            <Button className="justify-self-start">{t("campaigns.payouts.evidence.show")}</Button>
          </PostForm>
        </>
      )}
    </section>
  );
}

export type ShownEvidence = Pick<Stage["evidence"][number], "kind" | "text" | "state" | "reason" | "at" | "files">;
const tones = { PENDING: "info", ACCEPTED: "ok", REFUSED: "danger" } as const;

export function EvidenceRow({ evidence }: { evidence: ShownEvidence }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-1.5 rounded-md bg-sunken px-3 py-2 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        {t(`campaigns.payouts.evidence.kind.${evidence.kind as StageEvidenceKind}`)}
        <Chip tone={tones[evidence.state]}>{t(`campaigns.payouts.evidence.state.${evidence.state}`)}</Chip>
        <When at={evidence.at} className="text-muted" />
      </p>
      {evidence.text && <Prose text={evidence.text} />}
      <FileRows files={evidence.files} />
      {evidence.reason && <p className="text-muted">{evidence.reason}</p>}
    </div>
  );
}

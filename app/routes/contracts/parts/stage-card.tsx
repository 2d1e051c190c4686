import { useTranslation } from "react-i18next";
import { frozenFen, milestoneSteps, restFen } from "#app/contracts/milestones/milestone.ts";
import type { ContractPage, StageView } from "#app/contracts/queries.server.ts";
import { Card, Stat, Stats } from "#app/ui/card.tsx";
import { Stepper, stepsOf } from "#app/ui/chip.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { Money } from "#app/ui/money.tsx";
import { Deliveries } from "./deliveries.tsx";
import { EmployerActs } from "./employer-acts.tsx";
import { Invoices } from "./invoices.tsx";
import { ProviderActs } from "./provider-acts.tsx";
import { SharedActs } from "./shared-acts.tsx";
import { DisputeRows, Outs, RefundRows } from "./stage-money.tsx";
import { StageChip } from "./states.tsx";

type Both = { contract: ContractPage; stage: StageView };

/** One stage: where it stands, what it holds, what was delivered, and what the viewer may do with it. */
export function StageCard({ contract, stage }: Both) {
  const { t } = useTranslation();
  const onWay = stage.state === "CHANGES_REQUESTED" ? "WORKING" : stage.state;
  const at = milestoneSteps.includes(onWay) ? onWay : null;
  const calm = stage.state === "PLANNED" || stage.state === "CANCELLED";
  return (
    <Card
      id={`stage-${stage.ord}`}
      title={t("contracts.flow.title", { n: stage.ord, title: stage.title })}
      actions={<StageChip state={stage.state} />}
    >
      {!calm && at && (
        <Stepper
          label={stage.title}
          steps={stepsOf(milestoneSteps, at, (key) => t(`contracts.step.${key as "WORKING"}`), stage.state === "RELEASED")}
        />
      )}
      <StageFigures stage={stage} />
      <StageTimes stage={stage} now={contract.now} />
      <section className="grid gap-1.5">
        <h3 className="text-sm font-medium">{t("contracts.flow.items")}</h3>
        <ul className="list-disc pl-5">
          {current(stage).map((item) => (
            <li key={item.id}>{item.text}</li>
          ))}
        </ul>
      </section>
      <Deliveries stage={stage} />
      <RefundRows contract={contract} stage={stage} />
      <DisputeRows contract={contract} stage={stage} />
      <Outs contract={contract} stage={stage} />
      <Invoices contract={contract} stage={stage} />
      {contract.mayAct && contract.side === "EMPLOYER" && <EmployerActs contract={contract} stage={stage} />}
      {contract.mayAct && contract.side === "PROVIDER" && <ProviderActs contract={contract} stage={stage} />}
      {contract.mayAct && <SharedActs contract={contract} stage={stage} />}
    </Card>
  );
}

/** What the next delivery has to answer. */
const current = (stage: StageView) => stage.items.filter((item) => !item.retiredAt);

/** The money row: what is held, frozen, released, refunded of this stage. */
function StageFigures({ stage }: { stage: StageView }) {
  const { t } = useTranslation();
  const held = restFen(stage);
  const frozen = frozenFen(stage);
  return (
    <Stats>
      <Stat
        label={t("contracts.flow.amount")}
        value={<Money fen={stage.amountFen - stage.loweredFen} />}
        note={t("contracts.flow.days", { n: stage.days })}
      />
      {stage.fundedAt && <Stat label={t("contracts.money.held")} value={<Money fen={held} />} tone={held > 0n ? "ok" : undefined} />}
      {frozen > 0n && <Stat label={t("contracts.money.frozen")} value={<Money fen={frozen} />} tone="danger" />}
      {stage.releasedFen > 0n && (
        <Stat label={t("contracts.money.released")} value={<Money fen={stage.releasedFen} />} note={t("contracts.money.fee")} />
      )}
      {stage.refundedFen > 0n && (
        <Stat
          label={t("contracts.money.refunded")}
          value={<Money fen={stage.refundedFen} />}
          note={stage.loweredFen > 0n && t("contracts.changes.lowered", { amountFen: stage.loweredFen })}
        />
      )}
    </Stats>
  );
}

const DAY = 86_400_000;

function StageTimes({ stage, now }: { stage: StageView; now: Date }) {
  const { t } = useTranslation();
  const lateMs = stage.state === "WORKING" && stage.dueAt ? now.getTime() - stage.dueAt.getTime() : 0;
  const lateDays = lateMs > DAY ? Math.floor(lateMs / DAY) : 0;
  const ways = { card: "card", alipay: "alipay", wechat_pay: "wechat_pay", allocation: "allocation" } as const;
  const way = (ways as Partial<Record<string, keyof typeof ways>>)[stage.payMethod ?? ""];
  if (!stage.fundedAt) return null;
  return (
    <div className="grid gap-1 text-sm text-muted">
      <p>{t("contracts.flow.funded", { at: stage.fundedAt, way: way ? t(`contracts.way.${way}`) : "" })}</p>
      {stage.dueAt && (stage.state === "WORKING" || stage.state === "SUBMITTED") && (
        <p>
          {t("contracts.flow.due")} <Deadline at={stage.dueAt} className="text-ink" passed="" />
          {lateDays > 0 && <span className="ml-2 font-medium text-danger-600">{t("contracts.flow.late", { count: lateDays })}</span>}
        </p>
      )}
      {stage.acceptedAt && (
        <p>{t(stage.acceptedByRule ? "contracts.accept.byRule" : "contracts.accept.accepted", { at: stage.acceptedAt })}</p>
      )}
      {stage.formalNoticeAt && stage.state === "WORKING" && <p>{t("contracts.flow.noticeGiven", { at: stage.formalNoticeAt })}</p>}
    </div>
  );
}

import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { frozenFen, restFen, runningStates } from "#app/contracts/milestones/milestone.ts";
import { policy } from "#app/contracts/policy.ts";
import type { ContractPage } from "#app/contracts/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { Money } from "#app/ui/money.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { isEnding } from "./ending-card.tsx";

/** Who the parties are, where the money stands, what was agreed. */
export function SideCards({ contract }: { contract: ContractPage }) {
  const { t } = useTranslation();
  const sum = (of: (s: ContractPage["stages"][number]) => bigint) => contract.stages.reduce((total, s) => total + of(s), 0n);
  const held = sum((s) => (s.fundedAt ? restFen(s) : 0n));
  const frozen = sum(frozenFen);
  const you = (side: "EMPLOYER" | "PROVIDER") => (contract.side === side ? t("contracts.you") : "");
  const running = contract.stages.find((s) => runningStates.includes(s.state));
  const waits = contract.stages.some((s) => s.state === "AWAITING_FUNDING");
  const live = contract.mayAct && (contract.state === "ACTIVE" || contract.state === "PAUSED") && !isEnding(contract);
  const mayEnd = live && (running ? contract.side === "EMPLOYER" : waits);
  const how = !running ? "betweenText" : running.state === "FUNDED" ? "fundedText" : "askText";
  const reason = contract.endReason;
  return (
    <>
      <Card title={t("contracts.page.money")}>
        <KeyValue
          stacked
          pairs={[
            { label: t("contracts.page.total"), value: <Money fen={contract.priceFen} strong /> },
            { label: t("contracts.money.held"), value: <Money fen={held} /> },
            frozen > 0n && { label: t("contracts.money.frozen"), value: <Money fen={frozen} className="text-danger-600" /> },
            { label: t("contracts.money.released"), value: <Money fen={sum((s) => s.releasedFen)} /> },
            { label: t("contracts.money.refunded"), value: <Money fen={sum((s) => s.refundedFen)} /> },
          ]}
        />
      </Card>
      <Card title={t("contracts.page.parties")}>
        <KeyValue
          stacked
          pairs={[
            { label: t("contracts.side.EMPLOYER") + you("EMPLOYER"), value: contract.employer.name },
            {
              label: t("contracts.side.PROVIDER") + you("PROVIDER"),
              value: (
                <Link to={`/providers/${contract.provider.id}`} className="text-river-700 hover:underline">
                  {contract.provider.name}
                </Link>
              ),
            },
          ]}
        />
      </Card>
      <Card title={t("contracts.page.terms")}>
        <KeyValue
          stacked
          pairs={[
            {
              label: t("contracts.page.acceptDays"),
              value: t("contracts.page.acceptDaysValue", { n: contract.acceptDays, rounds: policy.includedRounds }),
            },
            { label: t("contracts.page.created"), value: <When at={contract.createdAt} /> },
            contract.endedAt && { label: t("contracts.page.ended"), value: <When at={contract.endedAt} /> },
            !!reason && {
              label: t("contracts.page.endReason"),
              value: reason === "unsigned" || reason === "unfunded" ? t(`contracts.page.reason.${reason}`) : reason,
            },
          ]}
        />
        {mayEnd && (
          <Dialog
            trigger={t("contracts.end.open")}
            title={t("contracts.end.title")}
            intro={t(`contracts.ending.${how}`)}
            intent="end"
            variant="ghost"
            size="sm"
          >
            <PostForm intent="end">
              <TextField name="reason" label={t("contracts.end.reason")} rows={3} maxLength={500} required />
              <Button variant="danger">{t("contracts.end.act")}</Button>
            </PostForm>
          </Dialog>
        )}
      </Card>
    </>
  );
}

import { useTranslation } from "react-i18next";
import { disputableStates, hasCooled, restFen } from "#app/contracts/milestones/milestone.ts";
import type { ContractPage, StageView } from "#app/contracts/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ChoiceField } from "#app/ui/choice.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { MoneyField } from "#app/ui/money.tsx";
import { PostForm } from "#app/ui/reply.tsx";

/** What either side may do while a stage's money is not yet on its way: agree on a refund, or dispute part of it. */
export function SharedActs({ contract, stage }: { contract: ContractPage; stage: StageView }) {
  const { t } = useTranslation();
  const rest = restFen(stage);
  if (!disputableStates.includes(stage.state) || rest <= 0n) return null;
  const refund = `proposeRefund:${stage.id}`;
  const dispute = `dispute:${stage.id}`;
  const mayPropose = stage.state !== "FUNDED" && !stage.refunds.some((r) => r.state === "PROPOSED");
  const mayDispute = !hasCooled(stage, contract.now);
  if (!mayPropose && !mayDispute) return null;
  return (
    <div className="flex flex-wrap items-start gap-2 border-t border-line pt-3">
      {mayPropose && (
        <Dialog
          trigger={t("contracts.refund.propose")}
          title={t("contracts.refund.title")}
          intro={t("contracts.refund.text", { restFen: rest })}
          intent={refund}
          variant="ghost"
          size="sm"
        >
          <PostForm intent={refund}>
            <input type="hidden" name="milestoneId" value={stage.id} />
            <MoneyField name="amount" label={t("contracts.refund.amount")} required />
            <TextField name="reason" label={t("contracts.refund.reason")} rows={3} maxLength={1000} required />
            <Button variant="primary">{t("contracts.refund.act")}</Button>
          </PostForm>
        </Dialog>
      )}
      {mayDispute && (
        <Dialog
          trigger={t("contracts.dispute.open")}
          title={t("contracts.dispute.title")}
          intro={t("contracts.dispute.text", { restFen: rest })}
          intent={dispute}
          variant="ghost"
          size="sm"
        >
          <PostForm intent={dispute} encType="multipart/form-data">
            <input type="hidden" name="milestoneId" value={stage.id} />
            <MoneyField name="amount" label={t("contracts.dispute.amount")} required />
            <MoneyField name="wanted" label={t("contracts.dispute.wanted")} required />
            <ChoiceField
              name="items[]"
              many
              label={t("contracts.dispute.items")}
              options={stage.items.map((item) => ({ value: item.id, label: item.text }))}
              columns=""
            />
            <TextField
              name="reason"
              label={t("contracts.dispute.reason")}
              hint={t("contracts.dispute.reasonHint")}
              rows={5}
              maxLength={3000}
              required
            />
            <FileDrop label={t("contracts.dispute.files")} />
            <Button variant="danger">{t("contracts.dispute.act")}</Button>
          </PostForm>
        </Dialog>
      )}
    </div>
  );
}

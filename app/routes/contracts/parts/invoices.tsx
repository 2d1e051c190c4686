import { useTranslation } from "react-i18next";
import type { ContractPage, StageView } from "#app/contracts/queries.server.ts";
import { fenToInput } from "#app/i18n/format.ts";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field, TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { FileRows } from "#app/ui/files.tsx";
import { Money } from "#app/ui/money.tsx";
import { PostForm } from "#app/ui/reply.tsx";

type Both = { contract: ContractPage; stage: StageView };
const openOf = ({ contract, stage }: Both) =>
  contract.invoices
    .filter((one) => one.milestoneId === stage.id && one.state === "SUBMITTED")
    .reduce((fen, one) => fen - one.amountFen, stage.releasedFen);

/** The stage whose missing invoices the next payment waits for, where the contract says so. */
export const waitsForInvoice = (contract: ContractPage) =>
  contract.invoiceFirst && contract.stages.some((s) => s.state === "AWAITING_FUNDING")
    ? (contract.stages.map((stage) => ({ stage, fen: openOf({ contract, stage }) })).find(({ fen }) => fen > 0n) ?? null)
    : null;

/** The provider's invoices for what was released of a stage; the employer downloads them and may reject one. */
export function Invoices({ contract, stage }: Both) {
  const { t } = useTranslation();
  const invoices = contract.invoices.filter((one) => one.milestoneId === stage.id);
  const open = openOf({ contract, stage });
  const mine = contract.mayAct && contract.side === "PROVIDER" && open > 0n;
  if (invoices.length === 0 && !mine) return null;
  return (
    <section className="grid gap-2">
      <h3 className="text-sm font-medium">{t("contracts.invoices.title")}</h3>
      {invoices.map((invoice) => (
        <div key={invoice.id} className="grid gap-2 rounded-md border border-line px-4 py-3">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="digits">{invoice.number}</span>
            <span className="text-muted">{invoice.issuedOn.toISOString().slice(0, 10)}</span>
            <Money fen={invoice.amountFen} strong />
            <Chip tone={invoice.state === "REJECTED" ? "danger" : "ok"}>{t(`contracts.invoices.state.${invoice.state}`)}</Chip>
          </p>
          {invoice.reason && <p className="text-sm text-danger-700">{invoice.reason}</p>}
          <FileRows files={invoice.files} />
          {contract.mayAct && contract.side === "EMPLOYER" && invoice.state === "SUBMITTED" && <Reject invoiceId={invoice.id} />}
        </div>
      ))}
      {mine && (
        <div>
          <Submit contract={contract} stage={stage} open={open} />
        </div>
      )}
    </section>
  );
}

function Submit({ contract, stage, open }: Both & { open: bigint }) {
  const { t } = useTranslation();
  const intent = `submitInvoice:${stage.id}`;
  const taxNumber = contract.buyer.taxNumber ?? t("contracts.invoices.noTaxNumber");
  return (
    <Dialog
      trigger={t("contracts.invoices.submit")}
      title={t("contracts.invoices.submit")}
      intro={t("contracts.invoices.submitText", { stage: stage.title, amountFen: open, title: contract.buyer.title, taxNumber })}
      intent={intent}
      size="sm"
    >
      <PostForm intent={intent} encType="multipart/form-data">
        <input type="hidden" name="milestoneId" value={stage.id} />
        <Field
          name="number"
          label={t("contracts.invoices.number")}
          hint={t("contracts.invoices.numberHint")}
          inputMode="numeric"
          maxLength={20}
          required
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field type="date" name="issuedOn" label={t("contracts.invoices.issuedOn")} required />
          <Field
            name="amount"
            label={t("contracts.invoices.amount")}
            hint={t("contracts.invoices.amountHint")}
            defaultValue={fenToInput(open)}
            inputMode="decimal"
            required
          />
        </div>
        <FileDrop label={t("contracts.invoices.file")} />
        <Button variant="primary">{t("contracts.invoices.act")}</Button>
      </PostForm>
    </Dialog>
  );
}

function Reject({ invoiceId }: { invoiceId: string }) {
  const { t } = useTranslation();
  const intent = `rejectInvoice:${invoiceId}`;
  return (
    <Dialog
      trigger={t("contracts.invoices.reject")}
      title={t("contracts.invoices.rejectTitle")}
      intro={t("contracts.invoices.rejectText")}
      intent={intent}
      variant="ghost"
      size="sm"
    >
      <PostForm intent={intent}>
        <input type="hidden" name="invoiceId" value={invoiceId} />
        <TextField name="reason" label={t("contracts.invoices.reason")} rows={3} maxLength={500} required />
        <Button variant="danger">{t("contracts.invoices.rejectAct")}</Button>
      </PostForm>
    </Dialog>
  );
}

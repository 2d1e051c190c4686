import { useTranslation } from "react-i18next";
import type { ContractPage, StageView } from "#app/contracts/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { PostForm } from "#app/ui/reply.tsx";

type Both = { contract: ContractPage; stage: StageView };

/** What the provider may do with a stage: start, deliver, give back. */
export function ProviderActs({ contract, stage }: Both) {
  const { t } = useTranslation();
  const delivers = stage.state === "WORKING" || stage.state === "CHANGES_REQUESTED";
  const leaves = delivers || stage.state === "FUNDED" || stage.state === "SUBMITTED";
  if (!delivers && !leaves) return null;
  return (
    <>
      {delivers && <DeliverForm contract={contract} stage={stage} />}
      {leaves && (
        <div className="flex flex-wrap items-start gap-2">
          {stage.state === "FUNDED" && (
            <PostForm intent="start">
              <input type="hidden" name="milestoneId" value={stage.id} />
              <Button variant="primary">{t("contracts.flow.start")}</Button>
            </PostForm>
          )}
          <Dialog
            trigger={t("contracts.ending.leave")}
            title={t("contracts.ending.leaveTitle")}
            intro={t("contracts.ending.leaveText")}
            intent="giveBack"
            variant="ghost"
          >
            <PostForm intent="giveBack">
              <input type="hidden" name="milestoneId" value={stage.id} />
              <TextField name="reason" label={t("contracts.flow.reason")} rows={3} maxLength={500} required />
              <Button variant="danger">{t("contracts.flow.giveBackAct")}</Button>
            </PostForm>
          </Dialog>
        </div>
      )}
    </>
  );
}

/** A note, an answer to each acceptance item, files. On a second round the earlier answers stand in the fields. */
function DeliverForm({ contract, stage }: Both) {
  const { t } = useTranslation();
  const last = stage.deliveries[0];
  return (
    <section className="grid gap-4 rounded-lg border border-river-200 bg-river-50 p-4 sm:p-5">
      <h3 className="text-lg">{t(stage.round > 0 ? "contracts.deliver.again" : "contracts.deliver.title")}</h3>
      <PostForm intent="deliver" encType="multipart/form-data">
        <input type="hidden" name="milestoneId" value={stage.id} />
        <TextField
          name="note"
          label={t("contracts.deliver.note")}
          hint={t("contracts.deliver.noteHint")}
          rows={4}
          maxLength={3000}
          required
        />
        {stage.items
          .filter((item) => !item.retiredAt)
          .map((item, i) => (
            <div key={item.id}>
              <input type="hidden" name={`answers[${i}].itemId`} value={item.id} />
              <TextField
                name={`answers[${i}].answer`}
                label={t("contracts.deliver.answer", { n: i + 1, text: item.text })}
                hint={i === 0 ? t("contracts.deliver.answerHint") : undefined}
                defaultValue={last?.answers.find((a) => a.itemId === item.id)?.answer}
                rows={2}
                maxLength={1000}
                required
              />
            </div>
          ))}
        <FileDrop label={t("contracts.deliver.files")} />
        <div className="grid gap-1">
          <Button variant="primary" className="justify-self-start">
            {t("contracts.deliver.act")}
          </Button>
          <p className="text-sm text-muted">{t("contracts.deliver.hint", { n: contract.acceptDays })}</p>
        </div>
      </PostForm>
    </section>
  );
}

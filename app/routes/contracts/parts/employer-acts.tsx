import { useTranslation } from "react-i18next";
import { restFen } from "#app/contracts/milestones/milestone.ts";
import { policy } from "#app/contracts/policy.ts";
import type { ContractPage, StageView } from "#app/contracts/queries.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { ChoiceField } from "#app/ui/choice.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";

type Both = { contract: ContractPage; stage: StageView };

/** What the employer may do with a stage: cancel before work, accept, ask for changes, take an abandoned stage back. */
export function EmployerActs({ contract, stage }: Both) {
  const { t } = useTranslation();
  const rest = restFen(stage);
  if (stage.state === "FUNDED")
    return (
      <div className="flex flex-wrap gap-2">
        <Dialog
          trigger={t("contracts.flow.cancel")}
          title={t("contracts.flow.cancelTitle")}
          intro={t("contracts.flow.cancelText", { amountFen: rest })}
          intent="cancel"
          variant="ghost"
        >
          <PostForm intent="cancel">
            <input type="hidden" name="milestoneId" value={stage.id} />
            <Button variant="danger">{t("contracts.flow.cancelAct")}</Button>
          </PostForm>
        </Dialog>
      </div>
    );
  if (stage.state === "SUBMITTED") return <Answer contractId={contract.id} stage={stage} rest={rest} />;
  if (stage.state === "WORKING" && stage.dueAt && stage.dueAt < contract.now && contract.takeBack)
    return <Overdue stage={stage} takeBack={contract.takeBack} />;
  return null;
}

function Answer({ contractId, stage, rest }: { contractId: string; stage: StageView; rest: bigint }) {
  const { t } = useTranslation();
  const rounds = policy.includedRounds + stage.extraRounds;
  const answers = stage.deliveries[0]?.answers ?? [];
  const answered = stage.items.filter((item) => answers.some((answer) => answer.itemId === item.id));
  const left = stage.round <= rounds;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-start gap-2">
        <Dialog
          trigger={t("contracts.accept.act")}
          title={t("contracts.accept.title")}
          intro={t("contracts.accept.text", { amountFen: rest })}
          intent="accept"
          variant="primary"
        >
          <PostForm intent="accept">
            <input type="hidden" name="milestoneId" value={stage.id} />
            <Button variant="primary">{t("contracts.accept.confirm")}</Button>
          </PostForm>
        </Dialog>
        {left && (
          <Dialog
            trigger={t("contracts.accept.changes")}
            title={t("contracts.accept.changesTitle")}
            intro={t("contracts.accept.changesText", { rounds, n: stage.round, days: policy.changesDays })}
            intent="changes"
          >
            <PostForm intent="changes">
              <input type="hidden" name="milestoneId" value={stage.id} />
              <ChoiceField
                many
                name="failed[]"
                label={t("contracts.accept.failed")}
                columns="sm:grid-cols-1"
                options={answered.map((item) => ({ value: item.id, label: item.text }))}
                required
              />
              <TextField name="text" label={t("contracts.accept.why")} rows={4} maxLength={2000} required />
              <Button variant="primary">{t("contracts.accept.send")}</Button>
            </PostForm>
          </Dialog>
        )}
      </div>
      {!left && (
        <div className="grid justify-items-start gap-2">
          <p className="text-sm text-muted">{t("contracts.changes.roundsUsed")}</p>
          <ButtonLink size="sm" to={`/contracts/${contractId}/changes/new`}>
            {t("contracts.changes.open")}
          </ButtonLink>
        </div>
      )}
    </div>
  );
}

/** The stage is overdue: formal notice, and when the conditions are met the money comes back. */
function Overdue({ stage, takeBack }: { stage: StageView; takeBack: NonNullable<ContractPage["takeBack"]> }) {
  const { t } = useTranslation();
  const { bar } = takeBack;
  return (
    <Notice tone="warn">
      <div className="grid gap-3">
        <p>{bar ? t("contracts.flow.noticeText") : t("contracts.flow.takeBackText")}</p>
        {bar && (
          <p className="text-sm">
            {t("contracts.flow.takeBackWait")} {t(`contracts.flow.bar.${bar}`)}
            {takeBack.until && (
              <>
                {" · "}
                <When at={takeBack.until} />
              </>
            )}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          {bar ? (
            <PostForm intent="notice">
              <input type="hidden" name="milestoneId" value={stage.id} />
              <Button size="sm">{t("contracts.flow.notice")}</Button>
            </PostForm>
          ) : (
            <PostForm intent="takeBack">
              <input type="hidden" name="milestoneId" value={stage.id} />
              <Button variant="danger" size="sm">
                {t("contracts.flow.takeBack")}
              </Button>
            </PostForm>
          )}
        </div>
      </div>
    </Notice>
  );
}

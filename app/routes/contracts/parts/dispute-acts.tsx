import { useTranslation } from "react-i18next";
import { type DisputeState, disputeFlow } from "#app/contracts/disputes/dispute.ts";
import type { DisputePage } from "#app/contracts/disputes/queries.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { allows } from "#app/flow.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field, TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { SplitField } from "./split-field.tsx";

type Of = { dispute: DisputePage };
const may = (verb: keyof typeof disputeFlow, state: DisputeState) => allows<DisputeState>(disputeFlow, verb, state);
const Case = ({ dispute }: Of) => <input type="hidden" name="disputeId" value={dispute.id} />;

/** The one thing that is asked of the viewer now: an answer, a late answer, or whether to appeal. */
export function DisputeAnswer({ dispute }: Of) {
  const { t } = useTranslation();
  const { turn, viewerSide, state } = dispute;
  if (!dispute.mayAct || !viewerSide || !turn?.sides.includes(viewerSide)) return null;
  if (turn.key === "respond" || turn.key === "reinstate") {
    const late = turn.key === "reinstate";
    return (
      <Card title={t(late ? "contracts.dispute.reinstate.title" : "contracts.dispute.respond.title")} id="answer">
        <PostForm intent={turn.key} encType="multipart/form-data">
          <p className="text-muted">{t(late ? "contracts.dispute.reinstate.text" : "contracts.dispute.respond.text")}</p>
          <Case dispute={dispute} />
          <SplitField
            label={t("contracts.dispute.respond.share")}
            amountFen={dispute.amountFen}
            start={viewerSide === "PROVIDER" ? 100 : 0}
          />
          <TextField
            name="text"
            label={t(late ? "contracts.dispute.reinstate.reason" : "contracts.dispute.respond.reason")}
            rows={5}
            maxLength={3000}
            required
          />
          <FileDrop label={t(late ? "contracts.dispute.reinstate.files" : "contracts.dispute.files")} />
          <Button variant="primary" className="justify-self-start">
            {t(late ? "contracts.dispute.reinstate.act" : "contracts.dispute.respond.act")}
          </Button>
        </PostForm>
      </Card>
    );
  }
  return state === "DECIDED" ? <Appeal dispute={dispute} /> : null;
}

function Appeal({ dispute }: Of) {
  const { t } = useTranslation();
  return (
    <Card title={t("contracts.dispute.appeal.title")} id="appeal">
      <p className="text-muted">{t("contracts.dispute.appeal.text")}</p>
      <div className="flex flex-wrap gap-3">
        <Dialog trigger={t("contracts.dispute.appeal.open")} title={t("contracts.dispute.appeal.title")} intent="appeal">
          <PostForm intent="appeal" encType="multipart/form-data">
            <Case dispute={dispute} />
            <TextField name="text" label={t("contracts.dispute.appeal.reason")} rows={5} maxLength={3000} required />
            <FileDrop label={t("contracts.dispute.appeal.files")} />
            <Button variant="primary">{t("contracts.dispute.appeal.act")}</Button>
          </PostForm>
        </Dialog>
        <Dialog
          trigger={t("contracts.dispute.appeal.waive")}
          title={t("contracts.dispute.appeal.waiveTitle")}
          intro={t("contracts.dispute.appeal.waiveText")}
          intent="waiveAppeal"
        >
          <PostForm intent="waiveAppeal">
            <Case dispute={dispute} />
            <Button variant="primary">{t("contracts.dispute.appeal.waive")}</Button>
          </PostForm>
        </Dialog>
      </div>
    </Card>
  );
}

/** What a side may always do while the money is frozen: show more, name a court, give up. */
export function DisputeMore({ dispute }: Of) {
  const { t } = useTranslation();
  const { state, viewerSide } = dispute;
  if (!dispute.mayAct || !viewerSide) return null;
  const waivedAt = viewerSide === "EMPLOYER" ? dispute.employerWaivedAt : dispute.providerWaivedAt;
  const filing = may("recordFiling", state) && !dispute.filedSide;
  // Who is to answer shows evidence with the answer.
  const mayAdd = may("addEvidence", state) && !(dispute.turn?.key === "respond" && dispute.turn.sides.includes(viewerSide));
  const evidence = mayAdd && dispute.statementsLeft > 0;
  const withdraw = may("withdrawDispute", state) && viewerSide === dispute.openedBySide;
  return (
    <>
      {state === "DECIDED" && waivedAt && <Notice tone="info">{t("contracts.dispute.appeal.waived")}</Notice>}
      {mayAdd && !evidence && <Notice tone="info">{t("refusal.statementsUsed", { max: policy.dispute.maxStatements })}</Notice>}
      {evidence && (
        <Card title={t("contracts.dispute.add")}>
          <PostForm intent="evidence" encType="multipart/form-data" key={dispute.evidence.length}>
            <Case dispute={dispute} />
            <TextField name="text" label={t("contracts.dispute.addText")} rows={4} maxLength={3000} required />
            <FileDrop label={t("contracts.dispute.files")} />
            <Button className="justify-self-start">{t("contracts.dispute.addAct")}</Button>
          </PostForm>
        </Card>
      )}
      {(filing || withdraw) && (
        <Card title={t("contracts.dispute.more")}>
          <div className="flex flex-wrap gap-3">
            {filing && (
              <Dialog
                trigger={t("contracts.dispute.filing.open")}
                title={t("contracts.dispute.filing.title")}
                intro={t("contracts.dispute.filing.text")}
                intent="filing"
                variant="ghost"
                size="sm"
              >
                <PostForm intent="filing">
                  <Case dispute={dispute} />
                  <Field
                    name="filedWith"
                    label={t("contracts.dispute.filing.with")}
                    hint={t("contracts.dispute.filing.withHint")}
                    maxLength={100}
                    required
                  />
                  <Field name="number" label={t("contracts.dispute.filing.number")} maxLength={100} required />
                  <Button variant="primary">{t("contracts.dispute.filing.act")}</Button>
                </PostForm>
              </Dialog>
            )}
            {withdraw && (
              <Dialog
                trigger={t("contracts.dispute.withdraw")}
                title={t("contracts.dispute.withdraw")}
                intro={t("contracts.dispute.withdrawText")}
                intent="withdrawDispute"
                variant="ghost"
                size="sm"
              >
                <PostForm intent="withdrawDispute">
                  <Case dispute={dispute} />
                  <Button variant="danger">{t("contracts.dispute.withdraw")}</Button>
                </PostForm>
              </Dialog>
            )}
          </div>
        </Card>
      )}
    </>
  );
}

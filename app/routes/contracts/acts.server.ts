import { agreeChange } from "#app/contracts/changes/agree-change.server.ts";
import { answerChange } from "#app/contracts/changes/answer-change.server.ts";
import * as changes from "#app/contracts/changes/change-order.ts";
import { counterChange } from "#app/contracts/changes/counter-change.server.ts";
import { proposeChange } from "#app/contracts/changes/propose-change.server.ts";
import { Sign } from "#app/contracts/contract.ts";
import { agreeEnding } from "#app/contracts/ending/agree-ending.server.ts";
import { endContract } from "#app/contracts/ending/end-contract.server.ts";
import * as endings from "#app/contracts/ending/ending.ts";
import { refuseEnding } from "#app/contracts/ending/refuse-ending.server.ts";
import { stateDone } from "#app/contracts/ending/state-done.server.ts";
import { withdrawEnding } from "#app/contracts/ending/withdraw-ending.server.ts";
import * as invoices from "#app/contracts/invoices/invoice.ts";
import { rejectInvoice } from "#app/contracts/invoices/reject-invoice.server.ts";
import { submitInvoice } from "#app/contracts/invoices/submit-invoice.server.ts";
import { acceptDelivery } from "#app/contracts/milestones/accept-delivery.server.ts";
import { answerRefund } from "#app/contracts/milestones/answer-refund.server.ts";
import { cancelFunded } from "#app/contracts/milestones/cancel-funded.server.ts";
import { giveBack } from "#app/contracts/milestones/give-back.server.ts";
import { giveNotice } from "#app/contracts/milestones/give-notice.server.ts";
import * as forms from "#app/contracts/milestones/milestone.ts";
import { proposeRefund } from "#app/contracts/milestones/propose-refund.server.ts";
import { requestChanges } from "#app/contracts/milestones/request-changes.server.ts";
import { startWork } from "#app/contracts/milestones/start-work.server.ts";
import { submitDelivery } from "#app/contracts/milestones/submit-delivery.server.ts";
import { takeBack } from "#app/contracts/milestones/take-back.server.ts";
import { postMessage } from "#app/contracts/post-message.server.ts";
import { signContract } from "#app/contracts/sign-contract.server.ts";
import { type Act, doAct } from "../acts.server.ts";
import { act, type Context } from "./act.server.ts";
import { disputeActs } from "./dispute-acts.server.ts";
import { payDifference, payStage } from "./pay.server.ts";

/** intent -> form and verb. A form about one of several things adds its id behind a colon. */
const acts: Record<string, Act<Context>> = {
  sign: act(Sign, ({ viewer, contractId }, { versionHash }) => signContract(viewer, { contractId, versionHash })),
  pay: act(forms.OnMilestone, ({ viewer }, { milestoneId }) => payStage(viewer, milestoneId)),
  start: act(forms.OnMilestone, ({ viewer }, { milestoneId }) => startWork(viewer, milestoneId)),
  deliver: act(forms.SubmitDelivery, ({ viewer }, input) => submitDelivery(viewer, input)),
  accept: act(forms.OnMilestone, ({ viewer }, { milestoneId }) => acceptDelivery(viewer, milestoneId)),
  changes: act(forms.RequestChanges, ({ viewer }, input) => requestChanges(viewer, input)),
  cancel: act(forms.OnMilestone, ({ viewer }, { milestoneId }) => cancelFunded(viewer, milestoneId)),
  giveBack: act(forms.GiveBack, ({ viewer }, input) => giveBack(viewer, input)),
  notice: act(forms.OnMilestone, ({ viewer }, { milestoneId }) => giveNotice(viewer, milestoneId)),
  takeBack: act(forms.OnMilestone, ({ viewer }, { milestoneId }) => takeBack(viewer, milestoneId)),
  proposeRefund: act(forms.ProposeRefund, ({ viewer }, input) => proposeRefund(viewer, input)),
  agreeRefund: act(forms.AnswerRefund, ({ viewer }, { proposalId }) => answerRefund(viewer, proposalId, "AGREED")),
  rejectRefund: act(forms.AnswerRefund, ({ viewer }, { proposalId }) => answerRefund(viewer, proposalId, "REJECTED")),
  withdrawRefund: act(forms.AnswerRefund, ({ viewer }, { proposalId }) => answerRefund(viewer, proposalId, "WITHDRAWN")),
  ...disputeActs,
  stateDone: act(endings.StateDone, ({ viewer }, input) => stateDone(viewer, input)),
  agreeEnding: act(endings.AgreeEnding, ({ viewer }, input) => agreeEnding(viewer, input)),
  refuseEnding: act(endings.RefuseEnding, async ({ viewer, contractId }, input) => {
    const disputeId = await refuseEnding(viewer, input);
    return `/contracts/${contractId}${disputeId ? `/disputes/${disputeId}` : ""}`;
  }),
  withdrawEnding: act(endings.OnEnding, ({ viewer }, { endingId }) => withdrawEnding(viewer, endingId)),
  end: act(endings.EndContract, ({ viewer, contractId }, { reason }) => endContract(viewer, { contractId, reason })),
  submitInvoice: act(invoices.SubmitInvoice, ({ viewer, contractId }, input) =>
    submitInvoice(viewer, input).then(() => `/contracts/${contractId}`),
  ),
  rejectInvoice: act(invoices.RejectInvoice, ({ viewer }, input) => rejectInvoice(viewer, input)),
  proposeChange: act(changes.ProposeChange, async ({ viewer, contractId }, input) => {
    await proposeChange(viewer, { contractId, ...input });
    return `/contracts/${contractId}#change`;
  }),
  counterChange: act(changes.CounterChange, async ({ viewer, contractId }, input) => {
    await counterChange(viewer, input);
    return `/contracts/${contractId}#change`;
  }),
  agreeChange: act(changes.AgreeChange, ({ viewer }, input) => agreeChange(viewer, input)),
  rejectChange: act(changes.OnChange, ({ viewer }, { orderId }) => answerChange(viewer, orderId, "REJECTED")),
  withdrawChange: act(changes.OnChange, ({ viewer }, { orderId }) => answerChange(viewer, orderId, "WITHDRAWN")),
  payRaise: act(changes.OnChange, ({ viewer }, { orderId }) => payDifference(viewer, orderId)),
  message: act(forms.PostMessage, async ({ viewer, contractId }, input) => {
    await postMessage(viewer, { contractId, ...input });
    return `/contracts/${contractId}#messages`;
  }),
};

/** Does the act that the posted form names. `go` is where to send the person; `reply` is the form's answer after a "no". */
export async function actOn(request: Request, context: Context) {
  const done = await doAct(request, context, acts);
  return done.ok ? { go: typeof done.value === "string" ? done.value : `/contracts/${context.contractId}` } : { reply: done.reply };
}

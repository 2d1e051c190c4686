import { z } from "zod";
import { retryCharge } from "#app/campaigns/collecting/retry-charge.server.ts";
import { answerRelation } from "#app/campaigns/pledging/answer-relation.server.ts";
import { cancelPledge } from "#app/campaigns/pledging/cancel-pledge.server.ts";
import { endClaim } from "#app/campaigns/pledging/end-claims.server.ts";
import { extendClaim } from "#app/campaigns/pledging/extend-claim.server.ts";
import { freeCancel } from "#app/campaigns/pledging/free-cancel.server.ts";
import { AnswerForm } from "#app/campaigns/pledging/relation.ts";
import { replaceCard } from "#app/campaigns/pledging/replace-card.server.ts";
import { withdrawCancel } from "#app/campaigns/pledging/withdraw-cancel.server.ts";
import { PayeeForm } from "#app/campaigns/refunding/by-hand.ts";
import { namePayee } from "#app/campaigns/refunding/name-payee.server.ts";
import { takeBack } from "#app/campaigns/refunding/take-back.server.ts";
import { optionalText } from "#app/form.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { type Act, actFor, doAct } from "../acts.server.ts";
import { extraPage, payPage, recoverPage } from "./pay.server.ts";

type Context = { viewer: Viewer; pledgeId: string };
/** One form of the pledge's page. What it gives is where the person stands afterwards (default: the pledge). */
const act = actFor<Context>();
const Nothing = z.object({});

const acts: Record<string, Act<Context>> = {
  pay: act(Nothing, ({ viewer, pledgeId }) => payPage(viewer, pledgeId)),
  extend: act(Nothing, ({ viewer, pledgeId }) => extendClaim(viewer, pledgeId)),
  giveUp: act(Nothing, ({ viewer, pledgeId }) => endClaim(pledgeId, viewer)),
  replaceCard: act(Nothing, async ({ viewer, pledgeId }) => {
    await replaceCard(viewer, pledgeId);
    return payPage(viewer, pledgeId);
  }),
  cancel: act(z.object({ reason: optionalText(300) }), ({ viewer, pledgeId }, { reason }) => cancelPledge(viewer, pledgeId, reason)),
  stay: act(Nothing, ({ viewer, pledgeId }) => withdrawCancel(viewer, pledgeId)),
  recover: act(Nothing, ({ viewer, pledgeId }) => recoverPage(viewer, pledgeId)),
  retryCard: act(Nothing, ({ viewer, pledgeId }) => retryCharge(viewer, pledgeId)),
  takeBack: act(
    z.object({
      amountFen: z
        .string()
        .regex(/^\d{1,12}$/)
        .transform(BigInt),
    }),
    ({ viewer, pledgeId }, { amountFen }) => takeBack(viewer, pledgeId, amountFen),
  ),
  payee: act(PayeeForm.extend({ refundId: z.uuid() }), ({ viewer }, { refundId, ...payee }) => namePayee(viewer, refundId, payee)),
  payExtra: act(Nothing, ({ viewer, pledgeId }) => extraPage(viewer, pledgeId)),
  answerRelation: act(AnswerForm, ({ viewer, pledgeId }, { text }) => answerRelation(viewer, pledgeId, text)),
  leaveFree: act(Nothing, ({ viewer, pledgeId }) => freeCancel(viewer, pledgeId)),
};
/** An address to go on to: the till's page, or one of ours. */
const addressOf = (value: unknown) => (typeof value === "string" && /^(https?:\/\/|\/)/.test(value) ? value : null);

/** Does the act that the posted form names. `go` is where to send the person; `reply` is the form's answer after a "no". */
export async function actOnPledge(request: Request, context: Context) {
  const done = await doAct(request, context, acts);
  return done.ok ? { go: addressOf(done.value) ?? `/pledges/${context.pledgeId}` } : { reply: done.reply };
}

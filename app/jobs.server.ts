import { cardDisputes } from "#app/card-disputes.server.ts";
import { sendAnswer } from "#app/payments/answer-card-dispute.server.ts";
import { refreshCardDispute } from "#app/payments/apply-card-dispute.server.ts";
import { checkIntent } from "#app/payments/check-intent.server.ts";
import { compareBalance } from "#app/payments/compare-balance.server.ts";
import { makeDay } from "#app/payments/day-statement/make-day.server.ts";
import { endCheckout } from "#app/payments/end-checkout.server.ts";
import { forgetCard } from "#app/payments/forget-card.server.ts";
import { pollEvents } from "#app/payments/poll-events.server.ts";
import { pollTransactions } from "#app/payments/poll-transactions.server.ts";
import { processEvent } from "#app/payments/process-event.server.ts";
import { refreshPayee } from "#app/payments/refresh-payee.server.ts";
import { sendIntent } from "#app/payments/send-intent.server.ts";
import { settleLot } from "#app/payments/settle-lot.server.ts";
import { takeTurn } from "#app/people/desk/alarms/run-checks.server.ts";
import { mailCode, mailConfirm, mailInvitation, mailNotice, mailReset } from "#app/people/mail-jobs.server.ts";
import { purposes, tellDesk, tellPayee } from "#app/purposes.server.ts";

/** What the queue's workers do: job name -> what it calls. A job is sent in the transaction of the verb that wants it (queue.server.ts). */
export type Job = (data: Record<string, string>) => Promise<void>;

export const jobs: Record<string, Job> = {
  "mail-confirm": mailConfirm,
  "mail-reset": mailReset,
  "mail-invitation": mailInvitation,
  "mail-code": mailCode,
  "mail-notice": mailNotice,
  "send-intent": async ({ intentId }) => void (await sendIntent(String(intentId), purposes)),
  "send-charge": async ({ intentId }) => void (await sendIntent(String(intentId), purposes)),
  "end-checkout": async ({ intentId }) => void (await endCheckout(String(intentId), purposes)),
  "forget-card": ({ paymentMethodId }) => forgetCard(String(paymentMethodId)),
  "check-intent": async ({ intentId }) => void (await checkIntent(String(intentId), purposes)),
  "process-event": ({ eventId }) => processEvent(String(eventId), purposes, cardDisputes),
  "read-payee": ({ accountId }) => refreshPayee(String(accountId), { payouts: true }),
  "tell-payee": tellPayee,
  "read-card-dispute": async ({ pspId }) => void (await refreshCardDispute(String(pspId), cardDisputes)),
  "send-card-answer": ({ cardDisputeId }) => sendAnswer(String(cardDisputeId), cardDisputes),
  "settle-lot": ({ lotId }) => settleLot(String(lotId)),
  "poll-events": async () => void (await pollEvents()),
  "poll-transactions": async () => void (await pollTransactions()),
  "make-day": async ({ day }) => void (await makeDay(String(day))),
  "run-checks": ({ turn }) => takeTurn(String(turn)),
  "compare-balance": async () => void (await compareBalance()),
  "tell-desk": tellDesk,
};

import { policy } from "#app/debts/debt.ts";
import { lockDebtPayment } from "#app/debts/lock-debt.server.ts";
import { tellDebts } from "#app/debts/tell.server.ts";
import { refundReversed, refundSucceeded } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { isFrozenCharge } from "#app/payments/frozen-charges.server.ts";
import { openIntent } from "#app/payments/open-intent.server.ts";
import type { PurposeHandler } from "#app/payments/purpose.ts";
import { notifyOperators, notifyOrg } from "#app/people/notify.server.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import type { Debt, DebtPayment } from "../../generated/prisma/client.ts";

type Of = { debt: Debt; payment: DebtPayment };
/** What still goes back: less what the payer's bank took of it meanwhile. */
export const toSendFen = ({ backFen, keptFen }: Pick<DebtPayment, "backFen" | "keptFen">) => backFen - keptFen;
const sumOf = ({ debt, payment }: Of) => ({ ref: debt.id, orgId: debt.orgId, amountFen: toSendFen(payment) });

/** Sends what a debt did not need back the way it came. While a bank decides about the card nothing leaves. The caller holds the debt's lock. */
export async function sendBack(tx: Tx, debt: Debt, payment: DebtPayment, now: Date): Promise<boolean> {
  const { id: refId, chargeId } = payment;
  if (await isFrozenCharge(tx, chargeId!)) return false;
  const { orgId, amountFen } = sumOf({ debt, payment });
  const params = { transferGroup: `debt_${debt.id}`, chargeId: chargeId! };
  await openIntent(tx, { kind: "REFUND", purpose: "refund-debt", refType: "debtPayment", refId, orgId, amountFen, params }, now);
  await tx.debtPayment.update({ where: { id: refId }, data: { backState: "SENDING", retryAt: null } });
  return true;
}

/** The clock: the next try of a refund is due, or its bank has decided. */
export async function sendDebtBack(paymentId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { debt, payment, now } = await lockDebtPayment(tx, paymentId);
    if (payment.backState !== "READY" || (payment.retryAt && payment.retryAt > now)) return false;
    return sendBack(tx, debt, payment, now);
  });
}

/** It is back with who paid it, or certainly is not; one that arrived may still come back later, and then it is owed again. */
export const debtRefunded: PurposeHandler = {
  async succeeded(tx, intent, _facts, now) {
    const of = await lockDebtPayment(tx, intent.refId);
    if (of.payment.backState !== "SENDING") return;
    await post(tx, refundSucceeded({ key: `refunded:${intent.id}`, ...sumOf(of) }), now);
    await finishBack(tx, of, now);
  },
  async failed(tx, intent, error, now) {
    const of = await lockDebtPayment(tx, intent.refId);
    const { id, backState, attempts } = of.payment;
    const cameBack = backState === "DONE";
    if (cameBack) await post(tx, refundReversed({ key: `refund-reversed:${intent.id}`, ...sumOf(of) }), now);
    else if (backState !== "SENDING") return;
    const wait = policy.retryMs[attempts];
    const again = wait === undefined ? null : new Date(now.getTime() + wait);
    const next = again ? ({ backState: "READY", retryAt: again } as const) : ({ backState: "STUCK", retryAt: null } as const);
    await tx.debtPayment.update({
      where: { id },
      data: { ...next, attempts: attempts + 1, lastError: error.slice(0, 500), doneAt: null },
    });
    if (!again) {
      const params = { amountFen: String(toSendFen(of.payment)) };
      await notifyOperators(tx, { kind: "cards.notice.debtBackStuck", params, href: "/desk/books/manual" }, now);
    }
    if (cameBack) await tellPayer(tx, of, "cards.notice.debtBackReturned", now);
    tellDebts(tx, of.debt.orgId);
  },
};

/** It arrived, by the channel or by hand. */
export async function finishBack(tx: Tx, of: Of, now: Date): Promise<void> {
  const { debt, payment } = of;
  await tx.debtPayment.update({ where: { id: payment.id }, data: { backState: "DONE", retryAt: null, lastError: null, doneAt: now } });
  await tellPayer(tx, of, "cards.notice.debtBack", now);
  tellDebts(tx, debt.orgId);
}

async function tellPayer(tx: Tx, { debt, payment }: Of, kind: "cards.notice.debtBack" | "cards.notice.debtBackReturned", now: Date) {
  const params = { title: debt.title, amountFen: String(toSendFen(payment)) };
  await notifyOrg(tx, debt.orgId, "pay:approve", { kind, params, href: `/debts/${debt.id}` }, now);
}

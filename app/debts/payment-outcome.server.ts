import { sendBack } from "#app/debts/back.server.ts";
import { dueFen } from "#app/debts/debt.ts";
import { lockDebtPayment } from "#app/debts/lock-debt.server.ts";
import { tellDebts } from "#app/debts/tell.server.ts";
import { debtPaid as paid } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { voidDebtPayments } from "#app/payments/debts.server.ts";
import { takeFromLots } from "#app/payments/lots.server.ts";
import type { PurposeHandler } from "#app/payments/purpose.ts";
import { notifyOrg } from "#app/people/notify.server.ts";

/**
 * A payment for a debt came. It repays what is still owed of that debt, whichever page it came from; what the debt does not need (it came
 * late, or twice) goes back the way it came.
 */
export const debtPaid: PurposeHandler = {
  async succeeded(tx, intent, facts, now) {
    const { debt, payment } = await lockDebtPayment(tx, intent.refId);
    const { id: debtId, orgId, title } = debt;
    const due = dueFen(debt);
    const repaidFen = due < intent.amountFen ? due : intent.amountFen;
    const overFen = intent.amountFen - repaidFen;
    await post(tx, paid({ intentId: intent.id, orgId, repaidFen, overFen }), now);
    if (repaidFen > 0n) {
      await tx.debtRepayment.create({ data: { debtId, key: `paid:${intent.id}`, source: "payment", amountFen: repaidFen, at: now } });
      const closedAt = repaidFen === due ? now : null;
      await tx.debt.update({ where: { id: debtId }, data: { repaidFen: { increment: repaidFen }, closedAt } });
    }
    const back = overFen > 0n ? ({ backFen: overFen, backState: "READY" } as const) : {};
    const data = { state: "PAID", paidAt: now, chargeId: facts.chargeId ?? null, ...back } as const;
    const after = await tx.debtPayment.update({ where: { id: payment.id }, data });
    await voidDebtPayments(tx, debtId);
    if (overFen > 0n) {
      await takeFromLots(tx, "debtPayment", payment.id, overFen, "refund", facts.lotId);
      await sendBack(tx, debt, after, now);
    }
    const params = { title, repaidFen: String(repaidFen), overFen: String(overFen) };
    const kind = overFen > 0n ? ("cards.notice.debtPaidOver" as const) : ("cards.notice.debtPaid" as const);
    await notifyOrg(tx, orgId, "pay:approve", { kind, params, href: `/debts/${debtId}` }, now);
    tellDebts(tx, orgId);
  },
  async failed(tx, intent) {
    tellDebts(tx, intent.orgId);
  },
};

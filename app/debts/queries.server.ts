import { db } from "#app/db.server.ts";
import { dueFen, isPayable } from "#app/debts/debt.ts";
import { disputesAbout } from "#app/payments/card-dispute-queries.server.ts";
import { shownDebt } from "#app/payments/debts.server.ts";
import { mayGoOn, orgIdsOf, type Viewer } from "#app/people/viewer.ts";

/** One debt as its debtor reads it: why it is owed, what repaid it, what was paid for it at the till and went back. */
export async function debtPage(viewer: Viewer, debtId: string) {
  const debt = await db.debt.findFirst({
    where: { id: debtId, orgId: { in: orgIdsOf(viewer) } },
    select: {
      ...shownDebt,
      orgId: true,
      payments: {
        where: { state: "PAID" },
        orderBy: { id: "desc" },
        take: 20,
        select: { id: true, amountFen: true, backFen: true, keptFen: true, backState: true, paidAt: true },
      },
    },
  });
  if (!debt) return null;
  const disputes = await disputesAbout(
    "debtPayment",
    debt.payments.map(({ id }) => id),
  );
  const others = await db.debt.count({ where: { orgId: debt.orgId, closedAt: null, id: { not: debtId } } });
  return { ...debt, dueFen: dueFen(debt), payable: isPayable(debt), mayPay: mayGoOn(viewer, debt.orgId, "pay:approve"), disputes, others };
}
export type DebtPage = NonNullable<Awaited<ReturnType<typeof debtPage>>>;

/** A payment as its payer sees it on the way back from the till. */
export async function debtPayment(viewer: Viewer, intentId: string) {
  const intent = await db.pspIntent.findFirst({
    where: { id: intentId, purpose: "pay-debt", orgId: { in: orgIdsOf(viewer) } },
    select: { id: true, refId: true, amountFen: true },
  });
  if (!intent) return null;
  const { debtId } = await db.debtPayment.findUniqueOrThrow({ where: { id: intent.refId }, select: { debtId: true } });
  return { intentId, paymentId: intent.refId, amountFen: intent.amountFen, debtId };
}

/** How much of it goes back, once it is here. */
export const wentBackFen = async (paymentId: string) =>
  (await db.debtPayment.findUniqueOrThrow({ where: { id: paymentId }, select: { backFen: true } })).backFen;

import { dueFen, isPayable, policy } from "#app/debts/debt.ts";
import { lockDebt } from "#app/debts/lock-debt.server.ts";
import { voidDebtPayments } from "#app/payments/debts.server.ts";
import { openIntent } from "#app/payments/open-intent.server.ts";
import { belongs, mayGoOn, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/**
 * Whoever pays for an organisation wants to pay one of its debts. Asked again while as much is owed, it is the same wish with one page at
 * the till; when less is owed by then, the earlier page ends.
 */
export async function payDebt(viewer: Viewer, debtId: string): Promise<{ intentId: string }> {
  return transact(async (tx) => {
    const { debt, now } = await lockDebt(tx, debtId);
    const { orgId } = debt;
    if (!belongs(viewer, orgId)) throw new Refusal("notFound");
    if (!mayGoOn(viewer, orgId, "pay:approve")) throw new Refusal("notAllowed");
    const amountFen = dueFen(debt);
    if (amountFen === 0n) throw new Refusal("debtRepaid");
    if (!isPayable(debt)) throw new Refusal("debtSmall", { leastFen: String(policy.leastFen) });
    const waiting = await tx.debtPayment.findFirst({ where: { debtId, state: "WAITING" } });
    const same = waiting?.amountFen === amountFen ? waiting : null;
    if (waiting && !same) await voidDebtPayments(tx, debtId);
    const { id: refId } = same ?? (await tx.debtPayment.create({ data: { debtId, amountFen, createdAt: now } }));
    const params = { transferGroup: `debt_${debtId}` };
    const wish = { kind: "CHECKOUT", purpose: "pay-debt", refType: "debtPayment", refId, orgId, amountFen, params } as const;
    return { intentId: (await openIntent(tx, wish, now)).id };
  });
}

import { frozenFen } from "#app/deposits/card-disputes/frozen.server.ts";
import { heldFen, purseOf } from "#app/deposits/deposit.ts";
import { returnPayment } from "#app/deposits/money/leave.server.ts";
import { lockDeposit, moveDeposit, tellDeposit } from "#app/deposits/move.server.ts";
import { policy } from "#app/deposits/policy.ts";
import { depositReceived } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import type { PurposeHandler } from "#app/payments/purpose.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";
import { byStripe } from "#app/transition.server.ts";

/**
 * A deposit was paid. What was asked for and is not wanted any more (another tier was chosen, the deposit is leaving, the task is over) is
 * recorded all the same and goes straight back.
 */
export const depositPaid: PurposeHandler = {
  async succeeded(tx, intent, facts, now) {
    const { deposit, payment } = await lockPayment(tx, intent.refId);
    const { id: depositId } = deposit;
    await post(tx, depositReceived({ intentId: intent.id, purse: purseOf(deposit.kind), depositId, amountFen: intent.amountFen }), now);
    const open = deposit.state === "AWAITING" || deposit.state === "HELD" || deposit.state === "LAPSED";
    if (payment.state !== "WAITING" || !open) {
      await returnPayment(tx, deposit, intent.amountFen, facts.lotId!, now);
      tellDeposit(tx, deposit);
      const params = { amountFen: String(intent.amountFen) };
      await notifyOrg(tx, deposit.orgId, "pay:approve", { kind: "deposits.notice.paidLate", params, href: hrefOf(deposit) }, now);
      return;
    }
    await tx.depositPayment.update({ where: { id: payment.id }, data: { state: "PAID", paidAt: now } });
    const after = { ...deposit, paidFen: deposit.paidFen + intent.amountFen };
    const { tierFen, promises } = payment;
    // While a bank takes an earlier payment back, there is no badge.
    const to = deposit.kind === "PROVIDER" && (await frozenFen(tx, deposit)) > 0n ? "LAPSED" : "HELD";
    // A claim may have taken something out of it while its payer was at the till: then there are some days to fill it up, too.
    const short = to === "HELD" && heldFen(after) < tierFen;
    const fillBy = short ? (deposit.fillBy ?? new Date(now.getTime() + policy.fillMs)) : null;
    const data = { paidFen: after.paidFen, tierFen, promises, heldAt: deposit.heldAt ?? now, fillBy };
    await moveDeposit(tx, deposit, { verb: "pay", to, actor: byStripe, data }, now);
    const come = { amountFen: String(intent.amountFen), heldFen: String(heldFen(after)) };
    const params = fillBy ? { ...come, tierFen: String(tierFen), fillByAt: fillBy.toISOString() } : come;
    const kind = `deposits.notice.${deposit.kind === "INTENT" ? "bondPaid" : fillBy ? "paidShort" : "paid"}` as const;
    await notifyOrg(tx, deposit.orgId, "pay:approve", { kind, params, href: hrefOf(deposit) }, now);
  },
  async failed(tx, intent) {
    const { deposit } = await lockPayment(tx, intent.refId);
    tellDeposit(tx, deposit);
  },
};

const hrefOf = ({ taskId, orgId }: { taskId: string | null; orgId: string }) => (taskId ? `/tasks/${taskId}` : `/deposit?org=${orgId}`);

async function lockPayment(tx: Tx, paymentId: string) {
  const { depositId } = await tx.depositPayment.findUniqueOrThrow({ where: { id: paymentId }, select: { depositId: true } });
  const { deposit } = await lockDeposit(tx, depositId);
  return { deposit, payment: await tx.depositPayment.findUniqueOrThrow({ where: { id: paymentId } }) };
}

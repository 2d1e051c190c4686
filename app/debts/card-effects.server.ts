import { toSendFen } from "#app/debts/back.server.ts";
import { lockDebtPayment } from "#app/debts/lock-debt.server.ts";
import { tellDebts } from "#app/debts/tell.server.ts";
import { suspense } from "#app/ledger/movement.ts";
import { cardDisputeLost } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { type CardCase, type CardDisputeEffects, heldFen, nothingBorne, owed } from "#app/payments/card-dispute.ts";
import { addDebt } from "#app/payments/debts.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { tellDebtor } from "#app/people/tell-debtor.server.ts";
import type { Tx } from "#app/transact.server.ts";
import type { CardDispute, Debt } from "../../generated/prisma/client.ts";

/** What a card dispute does to a payment that repaid a debt: nothing of it stands anywhere, so nothing freezes; lost, it is owed again. */
export const debtEffects: CardDisputeEffects = {
  async inquired(tx, dispute, now) {
    await tell(tx, (await lockDebtPayment(tx, dispute.refId)).debt, dispute, "debtInquiry", now);
  },
  async opened(tx, dispute, now) {
    await tell(tx, (await lockDebtPayment(tx, dispute.refId)).debt, dispute, "debtOpened", now);
    return 0n;
  },
  async closed(tx, dispute, now) {
    const { debt } = await lockDebtPayment(tx, dispute.refId);
    await tell(tx, debt, dispute, dispute.pspStatus === "won" ? "debtWon" : "debtClosed", now);
  },
  async lost(tx, dispute, now) {
    const { debt, payment } = await lockDebtPayment(tx, dispute.refId);
    const { orgId, title, refType, refId } = debt;
    const lostFen = heldFen(dispute);
    // What was on its way back and not sent, the bank gave the payer already.
    const waits = payment.backState === "READY" || payment.backState === "STUCK" ? toSendFen(payment) : 0n;
    const refundFen = waits < lostFen ? waits : lostFen;
    if (refundFen > 0n) {
      const over = refundFen === waits ? ({ backState: "DONE", doneAt: now, retryAt: null } as const) : {};
      await tx.debtPayment.update({ where: { id: payment.id }, data: { keptFen: { increment: refundFen }, ...over } });
    }
    const borne = { ...nothingBorne, refundFen, ...owed(lostFen - refundFen) };
    const sides = { payerId: orgId, payeeId: orgId, escrow: suspense };
    await post(tx, cardDisputeLost({ disputeId: dispute.id, ref: debt.id, ...sides, ...borne }), now);
    const again = { orgId, key: `card-dispute:${dispute.id}`, reason: "cardDispute" as const, refType, refId, title };
    await addDebt(tx, { ...again, amountFen: borne.debtFen }, now);
    await tell(tx, debt, dispute, "debtLost", now);
    await tellDebtor(tx, again, borne.debtFen, now);
    return borne;
  },
};

type Kind = `debt${"Inquiry" | "Opened" | "Won" | "Closed" | "Lost"}`;
async function tell(tx: Tx, { id, orgId, title }: Debt, dispute: CardDispute, kind: Kind, now: Date) {
  const params = { title, amountFen: String(dispute.amountFen) };
  await notifyOrg(tx, orgId, "pay:approve", { kind: `cards.notice.${kind}`, params, href: `/debts/${id}` }, now);
  tellDebts(tx, orgId);
}

/** What the records say for a payment of a debt, in the language of the bank's forms. */
export async function debtCase(on: Pick<Tx, "debtPayment" | "organisation">, paymentId: string): Promise<CardCase | null> {
  const payment = await on.debtPayment.findUnique({ where: { id: paymentId }, include: { debt: true } });
  if (!payment) return null;
  const { debt } = payment;
  const org = await on.organisation.findUniqueOrThrow({ where: { id: debt.orgId }, select: { name: true } });
  const say = (at: Date | null) => at?.toISOString() ?? "";
  return {
    kind: "service",
    title: debt.title,
    href: "/desk/books",
    payer: org.name,
    orgIds: [debt.orgId],
    evidence: {
      product_description: `${org.name} owed the platform money that it had received for "${debt.title}" and that went back to its payer. This payment repaid it.`,
      customer_name: org.name,
      service_date: say(payment.paidAt),
      refund_policy_disclosure:
        "The page of the debt says what is owed and why before it is paid; what is paid beyond it goes back at once.",
      access_activity_log: [
        `${say(debt.createdAt)} The debt arose.`,
        `${say(payment.paidAt)} It was paid at the payment service's page.`,
      ].join("\n"),
    },
  };
}

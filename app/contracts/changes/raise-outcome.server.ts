import { barNow } from "#app/contracts/changes/agree-change.server.ts";
import { applyChange } from "#app/contracts/changes/apply-change.server.ts";
import { endChange } from "#app/contracts/changes/expire-change.server.ts";
import { lockChange, moveChange } from "#app/contracts/changes/lock-change.server.ts";
import { refundLate } from "#app/contracts/milestones/refund-late.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { paymentReceived } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import type { PurposeHandler } from "#app/payments/purpose.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { byStripe } from "#app/transition.server.ts";

/**
 * The difference was paid: it stands in the stage's escrow and the change is agreed. When it no longer fits (the stage was accepted, frozen
 * or ended while the payer was at the till, or the time was over), the payment is recorded all the same and goes back at once.
 */
export const raiseOutcome: PurposeHandler = {
  async succeeded(tx, intent, facts, now) {
    const locked = await lockChange(tx, intent.refId);
    const { contract, order } = locked;
    const milestoneId = order.milestoneId!;
    await post(tx, paymentReceived({ intentId: intent.id, milestoneId, amountFen: intent.amountFen }), now);
    const fits = order.state === "FUNDING" && (await barNow(tx, locked)) === null;
    if (!fits) {
      await refundLate(tx, { contract, milestoneId, intent, lotId: facts.lotId }, now);
      if (order.state === "FUNDING") await endChange(tx, locked, byStripe);
      return;
    }
    // A card's holder can dispute what a card paid, whatever paid the rest.
    if (facts.method === "card") await tx.milestone.update({ where: { id: milestoneId }, data: { payMethod: "card" } });
    await moveChange(tx, order, { verb: "payRaise", to: "AGREED", actor: byStripe }, now);
    await applyChange(tx, locked, byStripe);
    const params = { title: contract.title, amountFen: String(intent.amountFen) };
    const notice = { kind: "contracts.notice.changePaid", params, href: `/contracts/${contract.id}#change` } as const;
    await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
    await notifyOrg(tx, contract.employerId, "pay:approve", notice, now);
    tellContract(tx, contract);
  },
  async failed(tx, intent) {
    const { contract } = await lockChange(tx, intent.refId);
    tellContract(tx, contract);
  },
};

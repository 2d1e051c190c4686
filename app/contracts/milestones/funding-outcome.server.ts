import { lockMilestone } from "#app/contracts/lock.server.ts";
import { markFunded } from "#app/contracts/milestones/mark-funded.server.ts";
import { remit } from "#app/contracts/settlement/remit.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { paymentReceived, refundDecided } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { takeFromLots } from "#app/payments/lots.server.ts";
import type { PurposeHandler } from "#app/payments/purpose.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { byStripe } from "#app/transition.server.ts";

/**
 * A stage's payment came in: the money stands in its escrow and work may begin. When the stage no longer waits for it (its contract
 * lapsed while the payer was at the till), the payment is recorded all the same and goes back at once.
 */
export const fundingOutcome: PurposeHandler = {
  async succeeded(tx, intent, facts, now) {
    const { contract, milestone } = await lockMilestone(tx, intent.refId);
    const href = `/contracts/${contract.id}`;
    await post(tx, paymentReceived({ intentId: intent.id, milestoneId: milestone.id, amountFen: intent.amountFen }), now);
    if (milestone.state !== "AWAITING_FUNDING") {
      const refund = {
        key: `refund:late:${intent.id}`,
        milestoneId: milestone.id,
        orgId: contract.employerId,
        amountFen: intent.amountFen,
      };
      await post(tx, refundDecided(refund), now);
      // Out of the charge that came late, whatever funds the stage meanwhile.
      const parts = await takeFromLots(tx, "milestone", milestone.id, intent.amountFen, "refund", facts.lotId);
      await remit(tx, { kind: "REFUND", contract, milestoneId: milestone.id, orgId: contract.employerId }, parts, now);
      const params = { title: contract.title, amountFen: String(intent.amountFen) };
      await notifyOrg(tx, contract.employerId, "pay:approve", { kind: "contracts.notice.paidLate", params, href }, now);
      return;
    }
    await markFunded(tx, { contract, milestone }, facts.method ?? null, byStripe, now);
  },
  async failed(tx, intent) {
    const { contract } = await lockMilestone(tx, intent.refId);
    tellContract(tx, contract);
  },
};

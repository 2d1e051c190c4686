import { lockMilestone } from "#app/contracts/lock.server.ts";
import { markFunded } from "#app/contracts/milestones/mark-funded.server.ts";
import { refundLate } from "#app/contracts/milestones/refund-late.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { paymentReceived } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import type { PurposeHandler } from "#app/payments/purpose.ts";
import { byStripe } from "#app/transition.server.ts";

/**
 * A stage's payment came in: the money stands in its escrow and work may begin. When the stage no longer waits for it (its contract
 * lapsed, or its price changed, while the payer was at the till), the payment is recorded all the same and goes back at once.
 */
export const fundingOutcome: PurposeHandler = {
  async succeeded(tx, intent, facts, now) {
    const { contract, milestone } = await lockMilestone(tx, intent.refId);
    await post(tx, paymentReceived({ intentId: intent.id, milestoneId: milestone.id, amountFen: intent.amountFen }), now);
    if (milestone.state !== "AWAITING_FUNDING" || milestone.amountFen !== intent.amountFen)
      return refundLate(tx, { contract, milestoneId: milestone.id, intent, lotId: facts.lotId }, now);
    await markFunded(tx, { contract, milestone }, facts.method ?? null, byStripe, now);
  },
  async failed(tx, intent) {
    const { contract } = await lockMilestone(tx, intent.refId);
    tellContract(tx, contract);
  },
};

import { suspense } from "#app/ledger/movement.ts";
import { cardDisputeLost } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { type CardDisputeEffects, heldFen, nothingBorne } from "#app/payments/card-dispute.ts";

/** A payment that nothing stands in escrow for: the bank's journal is recorded, and what it keeps is the platform's loss. */
export const plainEffects: CardDisputeEffects = {
  async inquired() {},
  async opened() {
    return 0n;
  },
  async closed() {},
  async lost(tx, dispute, now) {
    const borne = { ...nothingBorne, lossFen: heldFen(dispute) };
    const sides = { payerId: dispute.orgId, payeeId: dispute.orgId, escrow: suspense };
    await post(tx, cardDisputeLost({ disputeId: dispute.id, ref: dispute.refId, ...sides, ...borne }), now);
    return borne;
  },
};

import { guardFits } from "#app/contracts/changes/agree-change.server.ts";
import { lockChange } from "#app/contracts/changes/lock-change.server.ts";
import { guardMayBegin, guardNotSuspended, partyOf } from "#app/contracts/lock.server.ts";
import { openIntent } from "#app/payments/open-intent.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** The employer wants to pay by how much a stage becomes dearer, into that stage's escrow. Asking twice is the same wish. */
export async function payRaise(viewer: Viewer, orderId: string) {
  return transact(async (tx) => {
    const locked = await lockChange(tx, orderId);
    const { contract, order, now } = locked;
    const party = partyOf(viewer, contract, "pay:approve", "EMPLOYER");
    guardMayBegin(viewer, party);
    if (order.state !== "FUNDING" || !order.milestoneId || !order.payBy || order.payBy <= now) throw new Refusal("wrongState");
    await guardNotSuspended(tx, contract);
    await guardFits(tx, locked);
    const intent = await openIntent(
      tx,
      {
        kind: "CHECKOUT",
        purpose: "raise-milestone",
        refType: "changeOrder",
        refId: order.id,
        orgId: party.orgId,
        amountFen: order.raiseFen,
        params: { transferGroup: `contract_${contract.id}`, lot: { refType: "milestone", refId: order.milestoneId } },
      },
      now,
    );
    return { intentId: intent.id, contractId: contract.id, title: contract.title };
  });
}

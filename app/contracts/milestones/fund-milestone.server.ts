import { guardNoEnding } from "#app/contracts/ending/end-contract.server.ts";
import { guardInvoiced } from "#app/contracts/invoices/invoiced.server.ts";
import { guardMayBegin, guardNotSuspended, lockMilestone, partyOf } from "#app/contracts/lock.server.ts";
import { openIntent } from "#app/payments/open-intent.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** The employer wants to pay a stage into escrow. Asking twice is the same wish: one intent, one payment. The page at the till is asked for afterwards. */
export async function fundMilestone(viewer: Viewer, milestoneId: string) {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockMilestone(tx, milestoneId);
    const party = partyOf(viewer, contract, "pay:approve", "EMPLOYER");
    guardMayBegin(viewer, party);
    if (milestone.state !== "AWAITING_FUNDING") throw new Refusal("wrongState");
    await guardNotSuspended(tx, contract);
    await guardNoEnding(tx, contract.id);
    await guardInvoiced(tx, contract);
    const intent = await openIntent(
      tx,
      {
        kind: "CHECKOUT",
        purpose: "fund-milestone",
        refType: "milestone",
        refId: milestone.id,
        orgId: party.orgId,
        amountFen: milestone.amountFen,
        params: { transferGroup: `contract_${contract.id}` },
      },
      now,
    );
    return { intentId: intent.id, contractId: contract.id, title: `${contract.title} · ${milestone.title}` };
  });
}

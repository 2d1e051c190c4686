import type { z } from "zod";
import type { RejectInvoice } from "#app/contracts/invoices/invoice.ts";
import { lockMilestone, partyOf } from "#app/contracts/lock.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

/** The employer rejects an invoice that is wrong, with the reason; the provider hands in another one over the same sum. */
export async function rejectInvoice(viewer: Viewer, { invoiceId, reason }: z.output<typeof RejectInvoice>) {
  return transact(async (tx) => {
    const found = await tx.invoice.findUnique({ where: { id: invoiceId }, select: { milestoneId: true } });
    if (!found) throw new Refusal("notFound");
    const { contract, milestone, now } = await lockMilestone(tx, found.milestoneId);
    const { actor, otherOrgId } = partyOf(viewer, contract, "contract:act", "EMPLOYER");
    const { count } = await tx.invoice.updateMany({
      where: { id: invoiceId, state: "SUBMITTED" },
      data: { state: "REJECTED", reason, rejectedAt: now },
    });
    if (count === 0) throw new Refusal("wrongState");
    await recordTransition(
      tx,
      { entity: "invoice", entityId: invoiceId, from: "SUBMITTED", to: "REJECTED", verb: "rejectInvoice", actor, reason },
      now,
    );
    const params = { title: contract.title, stage: milestone.title, reason };
    const notice = { kind: "contracts.notice.invoiceRejected", params, href: `/contracts/${contract.id}#stage-${milestone.ord}` } as const;
    await notifyOrg(tx, otherOrgId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}

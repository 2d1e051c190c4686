import { lockDispute } from "#app/contracts/disputes/lock-dispute.server.ts";
import { tellDesk } from "#app/contracts/disputes/tell-dispute.server.ts";
import { transact } from "#app/transact.server.ts";

export const overdueSubject = (about: string) => `dispute-overdue:${about}`;

/** A decision is late: every operator hears of it, once for each instance. */
export async function tellOverdue(disputeId: string): Promise<boolean> {
  return transact(async (tx) => {
    const locked = await lockDispute(tx, disputeId);
    const { dispute, now } = locked;
    const subject = overdueSubject(`${dispute.id}:${dispute.state}`);
    if (!dispute.dueAt || dispute.dueAt > now || (await tx.notice.count({ where: { subject } })) > 0) return false;
    const params = { amountFen: String(dispute.amountFen), dueAt: dispute.dueAt.toISOString() };
    await tellDesk(tx, locked, { kind: "contracts.notice.disputeOverdue", params }, now, subject);
    return true;
  });
}

import { invoiceMissing } from "#app/contracts/invoices/invoiced.server.ts";
import { lockMilestone } from "#app/contracts/lock.server.ts";
import { moveContract } from "#app/contracts/move-contract.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** A later stage was not funded in time: the contract pauses until it is. */
export async function pauseUnfunded(milestoneId: string) {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockMilestone(tx, milestoneId);
    if (milestone.state !== "AWAITING_FUNDING" || !milestone.fundBy || milestone.fundBy > now) throw new Refusal("wrongState");
    // Held back by the contract itself: the employer is not late.
    if (await invoiceMissing(tx, contract)) return false;
    await moveContract(tx, contract, { verb: "pauseUnfunded", to: "PAUSED", actor: byClock }, now);
    const params = { title: contract.title, stage: milestone.title };
    const notice = { kind: "contracts.notice.paused", params, href: `/contracts/${contract.id}` } as const;
    await notifyOrg(tx, contract.employerId, "pay:approve", notice, now);
    await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
    tellContract(tx, contract);
    return true;
  });
}

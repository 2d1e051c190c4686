import { type LockedContract, type LockedMilestone, lockMilestone } from "#app/contracts/lock.server.ts";
import { disputableStates, heldFen, restFen } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { openNextStage } from "#app/contracts/milestones/open-next-stage.server.ts";
import { withdrawProposals } from "#app/contracts/milestones/withdraw-proposals.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { lockForRelease } from "#app/contracts/settlement/lock-pair.server.ts";
import { payBack } from "#app/contracts/settlement/pay-back.server.ts";
import { payOut } from "#app/contracts/settlement/pay-out.server.ts";
import { settleMilestone } from "#app/contracts/settlement/settle-milestone.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/**
 * Money held for 75 days: both sides hear what must be decided before day 85, also when all but a frozen part of it went out. Told once a
 * stage.
 */
export async function warnHold(milestoneId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockMilestone(tx, milestoneId);
    const subject = `hold:${milestone.id}`;
    if (!milestone.fundedAt || heldFen(milestone) <= 0n || (await tx.notice.count({ where: { subject } })) > 0) return false;
    const untilAt = new Date(milestone.fundedAt.getTime() + policy.holdEndMs).toISOString();
    const params = { title: contract.title, stage: milestone.title, amountFen: String(heldFen(milestone)), untilAt };
    const kind = disputableStates.includes(milestone.state) ? "contracts.notice.holdWarning" : "contracts.notice.holdFrozen";
    const notice = { kind, params, href: `/contracts/${contract.id}`, subject } as const;
    await notifyOrg(tx, contract.employerId, "contract:act", notice, now);
    await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
    return true;
  });
}

/** Day 85 without a decision: what was delivered is released, anything else goes back. A frozen part waits for its operator or its bank. */
export async function endHold(milestoneId: string) {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockForRelease(tx, milestoneId);
    const rest = restFen(milestone);
    const end = milestone.fundedAt && new Date(milestone.fundedAt.getTime() + policy.holdEndMs);
    if (!end || end > now || rest <= 0n) throw new Refusal("wrongState");
    const delivered = milestone.state === "SUBMITTED" || milestone.state === "ACCEPTED";
    const data = { acceptBy: null };
    await moveMilestone(tx, milestone, { verb: "endHold", to: delivered ? "RELEASING" : "REFUNDING", actor: byClock, data }, now);
    if (delivered) await payOut(tx, { contract, milestone }, rest, now);
    else await payBack(tx, { contract, milestone }, rest, now);
    await withdrawProposals(tx, milestone.id, now);
    await openNextStage(tx, contract, null, now);
    await settleMilestone(tx, contract, milestone.id, now);
    await tellBoth(tx, { contract, milestone, delivered }, now);
  });
}

async function tellBoth(
  tx: Tx,
  { contract, milestone, delivered }: { contract: LockedContract; milestone: LockedMilestone; delivered: boolean },
  now: Date,
) {
  const kind = delivered ? "contracts.notice.holdReleased" : "contracts.notice.holdRefunded";
  const notice = { kind, params: { title: contract.title, stage: milestone.title }, href: `/contracts/${contract.id}` } as const;
  await notifyOrg(tx, contract.employerId, "contract:act", notice, now);
  await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
  tellContract(tx, contract);
}

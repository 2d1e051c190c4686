import { type LockedContract, type LockedMilestone, lockMilestone, partyOf } from "#app/contracts/lock.server.ts";
import { coolingEnd, restFen } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { openNextStage } from "#app/contracts/milestones/open-next-stage.server.ts";
import { remindersDelivered } from "#app/contracts/milestones/remind-acceptance.server.ts";
import { withdrawProposals } from "#app/contracts/milestones/withdraw-proposals.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/**
 * The delivery is accepted: by the employer, or by itself (viewer null) when the time to answer is over and at least two reminders were
 * delivered. The money cools in escrow; the next stage waits for its funding.
 */
export async function acceptDelivery(viewer: Viewer | null, milestoneId: string) {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockMilestone(tx, milestoneId);
    const actor = viewer ? partyOf(viewer, contract, "contract:act", "EMPLOYER").actor : byClock;
    if (!viewer) await guardSilence(tx, milestone, now);
    const provider = await tx.organisation.findUniqueOrThrow({ where: { id: contract.providerId }, select: { verifiedAt: true } });
    const coolingUntilAt = coolingEnd(now, provider.verifiedAt !== null, milestone.payMethod);
    const data = { acceptedAt: now, acceptedByRule: !viewer, coolingUntilAt, acceptBy: null };
    await moveMilestone(tx, milestone, { verb: "acceptDelivery", to: "ACCEPTED", actor, data }, now);
    await withdrawProposals(tx, milestoneId, now);
    await openNextStage(tx, contract, null, now);
    await tellBoth(tx, contract, milestone, coolingUntilAt, !viewer, now);
  });
}

async function guardSilence(tx: Tx, milestone: LockedMilestone, now: Date) {
  const over = milestone.state === "SUBMITTED" && milestone.acceptBy && milestone.acceptBy <= now && restFen(milestone) > 0n;
  if (!over || (await remindersDelivered(tx, milestone)) < policy.remindersNeeded) throw new Refusal("wrongState");
}

async function tellBoth(tx: Tx, contract: LockedContract, milestone: LockedMilestone, coolingUntilAt: Date, byRule: boolean, now: Date) {
  const params = { title: contract.title, stage: milestone.title, coolingUntilAt: coolingUntilAt.toISOString() };
  const kind = byRule ? "contracts.notice.acceptedByRule" : "contracts.notice.accepted";
  await notifyOrg(tx, contract.providerId, "contract:act", { kind, params, href: `/contracts/${contract.id}` }, now);
  if (byRule) await notifyOrg(tx, contract.employerId, "contract:act", { kind, params, href: `/contracts/${contract.id}` }, now);
  tellContract(tx, contract);
}

import { lockMilestone, partyOf } from "#app/contracts/lock.server.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { days, policy } from "#app/contracts/policy.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { shiftDeadline } from "#app/contracts/working-days.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** Work on a funded stage begins: by the provider, or by itself (viewer null) a day after the funding. The due date runs from here. */
export async function startWork(viewer: Viewer | null, milestoneId: string) {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockMilestone(tx, milestoneId);
    const actor = viewer ? partyOf(viewer, contract, "contract:act", "PROVIDER").actor : byClock;
    const startsAt = milestone.fundedAt ? milestone.fundedAt.getTime() + policy.autoStartMs : Number.POSITIVE_INFINITY;
    if (!viewer && now.getTime() < startsAt) throw new Refusal("wrongState");
    const dueAt = shiftDeadline(new Date(now.getTime() + days(milestone.days)));
    await moveMilestone(tx, milestone, { verb: "startWork", to: "WORKING", actor, data: { workingAt: now, dueAt } }, now);
    const params = { title: contract.title, stage: milestone.title, dueAt: dueAt.toISOString() };
    const notice = { kind: "contracts.notice.started", params, href: `/contracts/${contract.id}` } as const;
    await notifyOrg(tx, contract.employerId, "contract:act", notice, now);
    if (!viewer) await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}

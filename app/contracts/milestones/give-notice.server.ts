import { lockMilestone, partyOf } from "#app/contracts/lock.server.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** The employer's formal notice about an overdue stage; unanswered for 48 hours it is one of the conditions of taking the money back. */
export async function giveNotice(viewer: Viewer, milestoneId: string) {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockMilestone(tx, milestoneId);
    const { actor } = partyOf(viewer, contract, "contract:act", "EMPLOYER");
    if (milestone.state !== "WORKING") throw new Refusal("wrongState");
    if (!milestone.dueAt || milestone.dueAt > now) throw new Refusal("notOverdue");
    await moveMilestone(tx, milestone, { verb: "giveNotice", to: "WORKING", actor, data: { formalNoticeAt: now } }, now);
    const untilAt = new Date(now.getTime() + policy.takeBackNoticeMs).toISOString();
    const params = { title: contract.title, stage: milestone.title, untilAt };
    const notice = { kind: "contracts.notice.formalNotice", params, href: `/contracts/${contract.id}` } as const;
    await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}

import { lockMilestone, partyOf } from "#app/contracts/lock.server.ts";
import { refundWhole } from "#app/contracts/milestones/refund-whole.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { transact } from "#app/transact.server.ts";

/** The employer calls a funded stage off before work on it began. */
export async function cancelFunded(viewer: Viewer, milestoneId: string) {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockMilestone(tx, milestoneId);
    const { actor } = partyOf(viewer, contract, "contract:act", "EMPLOYER");
    await refundWhole(tx, { contract, milestone, verb: "cancelFunded", actor }, now);
    const params = { title: contract.title, stage: milestone.title };
    const notice = { kind: "contracts.notice.cancelledByEmployer", params, href: `/contracts/${contract.id}` } as const;
    await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}

import { lockMilestone, partyOf } from "#app/contracts/lock.server.ts";
import { refundWhole } from "#app/contracts/milestones/refund-whole.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { transact } from "#app/transact.server.ts";

/** The provider leaves: the stage under way goes back whole, what was accepted before stays, what was to come is cancelled. */
export async function giveBack(viewer: Viewer, input: { milestoneId: string; reason: string }) {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockMilestone(tx, input.milestoneId);
    const { actor } = partyOf(viewer, contract, "contract:act", "PROVIDER");
    await refundWhole(tx, { contract, milestone, verb: "giveBack", actor, reason: input.reason }, now);
    await tx.contract.update({ where: { id: contract.id }, data: { endReason: input.reason } });
    const params = { title: contract.title, stage: milestone.title };
    const notice = { kind: "contracts.notice.givenBack", params, href: `/contracts/${contract.id}` } as const;
    await notifyOrg(tx, contract.employerId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}

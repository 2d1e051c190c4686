import { lockDispute } from "#app/contracts/disputes/lock-dispute.server.ts";
import { partyOf } from "#app/contracts/lock.server.ts";
import { payBack } from "#app/contracts/settlement/pay-back.server.ts";
import { payOut } from "#app/contracts/settlement/pay-out.server.ts";
import { settleMilestone } from "#app/contracts/settlement/settle-milestone.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

/** Who opened a dispute takes it back: the frozen part thaws and goes the way that the rest of its stage went. */
export async function withdrawDispute(viewer: Viewer, disputeId: string) {
  return transact(async (tx) => {
    const { contract, milestone, dispute, now } = await lockDispute(tx, disputeId);
    const party = partyOf(viewer, contract);
    if (party.side !== dispute.side) throw new Refusal("notAllowed");
    const { count } = await tx.dispute.updateMany({ where: { id: dispute.id, state: "OPENED" }, data: { state: "WITHDRAWN" } });
    if (count === 0) throw new Refusal("wrongState");
    const move = { entity: "dispute", entityId: dispute.id, from: "OPENED", to: "WITHDRAWN", verb: "withdrawDispute", actor: party.actor };
    await recordTransition(tx, move, now);
    await tx.milestone.update({ where: { id: milestone.id }, data: { disputedFen: { decrement: dispute.amountFen } } });
    if (milestone.state === "RELEASING") await payOut(tx, { contract, milestone }, dispute.amountFen, now);
    if (milestone.state === "REFUNDING") await payBack(tx, { contract, milestone }, dispute.amountFen, now);
    await settleMilestone(tx, contract, milestone.id, now);
    const params = { title: contract.title, amountFen: String(dispute.amountFen) };
    const notice = { kind: "contracts.notice.disputeWithdrawn", params, href: `/contracts/${contract.id}` } as const;
    await notifyOrg(tx, party.otherOrgId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}

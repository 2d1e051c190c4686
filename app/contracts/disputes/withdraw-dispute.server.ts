import { lockAsParty } from "#app/contracts/disputes/lock-dispute.server.ts";
import { moveDispute } from "#app/contracts/disputes/move-dispute.server.ts";
import { restFen } from "#app/contracts/milestones/milestone.ts";
import { payBack } from "#app/contracts/settlement/pay-back.server.ts";
import { payOut } from "#app/contracts/settlement/pay-out.server.ts";
import { settleMilestone } from "#app/contracts/settlement/settle-milestone.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Who opened a dispute takes it back: the frozen part thaws and goes the way that the rest of its stage went. */
export async function withdrawDispute(viewer: Viewer, disputeId: string) {
  return transact(async (tx) => {
    const { contract, milestone, dispute, party, now } = await lockAsParty(tx, viewer, disputeId);
    if (party.side !== dispute.side) throw new Refusal("notAllowed");
    const data = { dueAt: null };
    await moveDispute(tx, dispute, { verb: "withdrawDispute", to: "WITHDRAWN", actor: party.actor, data }, now);
    const thawed = await tx.milestone.update({ where: { id: milestone.id }, data: { disputedFen: { decrement: dispute.amountFen } } });
    const rest = restFen(thawed);
    if (milestone.state === "RELEASING" && rest > 0n) await payOut(tx, { contract, milestone }, rest, now);
    if (milestone.state === "REFUNDING" && rest > 0n) await payBack(tx, { contract, milestone }, rest, now);
    await settleMilestone(tx, contract, milestone.id, now);
    const params = { title: contract.title, amountFen: String(dispute.amountFen) };
    const notice = { kind: "contracts.notice.disputeWithdrawn", params, href: `/contracts/${contract.id}` } as const;
    await notifyOrg(tx, party.otherOrgId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}

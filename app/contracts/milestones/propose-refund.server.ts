import type { z } from "zod";
import { lockMilestone, partyOf } from "#app/contracts/lock.server.ts";
import { type ProposeRefund, restFen } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Either side proposes that part of a stage's money goes back; the other answers. One proposal at a time. */
export async function proposeRefund(viewer: Viewer, input: z.output<typeof ProposeRefund>) {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockMilestone(tx, input.milestoneId);
    const party = partyOf(viewer, contract);
    const rest = restFen(milestone);
    await moveMilestone(tx, milestone, { verb: "proposeRefund", to: milestone.state, actor: party.actor, reason: input.reason }, now);
    if (input.amount > rest) throw new Refusal("overRest", { restFen: String(rest), amountFen: String(rest) }, "amount");
    if ((await tx.refundProposal.count({ where: { milestoneId: milestone.id, state: "PROPOSED" } })) > 0)
      throw new Refusal("refundPending");
    await tx.refundProposal.create({
      data: {
        milestoneId: milestone.id,
        amountFen: input.amount,
        reason: input.reason,
        proposedById: viewer.userId,
        side: party.side,
        createdAt: now,
      },
    });
    const params = { title: contract.title, stage: milestone.title, amountFen: String(input.amount) };
    const notice = { kind: "contracts.notice.refundProposed", params, href: `/contracts/${contract.id}` } as const;
    await notifyOrg(tx, party.otherOrgId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}

import type { z } from "zod";
import { lockMilestone, partyOf } from "#app/contracts/lock.server.ts";
import { type OpenDispute, restFen } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { linkFiles } from "#app/files/link-files.server.ts";
import { notifyOperators, notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

/** Either side disputes part of a stage's money: that part freezes, everything else goes on. */
export async function openDispute(viewer: Viewer, input: z.output<typeof OpenDispute>): Promise<string> {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockMilestone(tx, input.milestoneId);
    const party = partyOf(viewer, contract);
    await moveMilestone(tx, milestone, { verb: "openDispute", to: milestone.state, actor: party.actor }, now);
    const rest = restFen(milestone);
    if (input.amount > rest) throw new Refusal("overRest", { restFen: String(rest) }, "amount");
    await tx.milestone.update({ where: { id: milestone.id }, data: { disputedFen: { increment: input.amount } } });
    const dispute = await tx.dispute.create({
      data: {
        milestoneId: milestone.id,
        side: party.side,
        openedById: viewer.userId,
        amountFen: input.amount,
        wantedFen: input.wanted,
        reason: input.reason,
        openedAt: now,
      },
      select: { id: true },
    });
    await linkFiles(tx, viewer, input.files, "dispute", dispute.id);
    const at = { entity: "dispute", entityId: dispute.id, from: null, to: "OPENED", verb: "openDispute", actor: party.actor };
    await recordTransition(tx, at, now);
    const params = { title: contract.title, stage: milestone.title, amountFen: String(input.amount) };
    const href = `/contracts/${contract.id}/disputes/${dispute.id}`;
    await notifyOrg(tx, party.otherOrgId, "contract:act", { kind: "contracts.notice.disputeOpened", params, href }, now);
    const desk = { kind: "contracts.notice.disputeForDesk", params, href: `/desk/disputes/${dispute.id}` } as const;
    await notifyOperators(tx, desk, now);
    tellContract(tx, contract);
    return dispute.id;
  });
}

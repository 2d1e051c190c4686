import type { z } from "zod";
import { lockMilestone, partyOf } from "#app/contracts/lock.server.ts";
import type { RequestChanges } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { days, policy } from "#app/contracts/policy.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { shiftDeadline } from "#app/contracts/working-days.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** The employer names the items that fail and says why; the acceptance clock stops. The contract includes so many rounds; a change order may add some. */
export async function requestChanges(viewer: Viewer, input: z.output<typeof RequestChanges>) {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockMilestone(tx, input.milestoneId);
    const { actor } = partyOf(viewer, contract, "contract:act", "EMPLOYER");
    const rounds = policy.includedRounds + milestone.extraRounds;
    if (milestone.round > rounds) throw new Refusal("roundsUsed", { rounds });
    const changesDueAt = shiftDeadline(new Date(now.getTime() + days(policy.changesDays)));
    const data = { acceptBy: null, changesDueAt };
    await moveMilestone(tx, milestone, { verb: "requestChanges", to: "CHANGES_REQUESTED", actor, data, reason: input.text }, now);
    const delivery = await tx.delivery.update({
      where: { milestoneId_round: { milestoneId: milestone.id, round: milestone.round } },
      data: { changesText: input.text, changesAt: now },
      select: { id: true },
    });
    const { count } = await tx.deliveryAnswer.updateMany({
      where: { deliveryId: delivery.id, itemId: { in: input.failed } },
      data: { failed: true },
    });
    if (count !== new Set(input.failed).size) throw new Refusal("notFound");
    const params = { title: contract.title, stage: milestone.title, changesDueAt: changesDueAt.toISOString() };
    const notice = { kind: "contracts.notice.changesRequested", params, href: `/contracts/${contract.id}` } as const;
    await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}

import type { z } from "zod";
import { lockMilestone, partyOf } from "#app/contracts/lock.server.ts";
import { acceptDeadline, type SubmitDelivery } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { linkFiles } from "#app/files/link-files.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** The provider delivers: a note, files, and an answer to each acceptance item. From here the employer's time to answer runs. */
export async function submitDelivery(viewer: Viewer, input: z.output<typeof SubmitDelivery>) {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockMilestone(tx, input.milestoneId);
    const { actor } = partyOf(viewer, contract, "contract:act", "PROVIDER");
    const items = await tx.acceptanceItem.findMany({ where: { milestoneId: milestone.id, retiredAt: null }, select: { id: true } });
    const answers = new Map(input.answers.map((a) => [a.itemId, a.answer]));
    if (answers.size !== items.length || items.some((item) => !answers.has(item.id))) throw new Refusal("itemsUnanswered");
    const round = milestone.round + 1;
    const restarts = round - 1;
    const acceptBy = acceptDeadline(now, contract.acceptDays, restarts);
    const data = { round, restarts, submittedAt: now, acceptBy, changesDueAt: null };
    await moveMilestone(tx, milestone, { verb: "submitDelivery", to: "SUBMITTED", actor, data }, now);
    const delivery = await tx.delivery.create({
      data: {
        milestoneId: milestone.id,
        round,
        note: input.note,
        byUserId: viewer.userId,
        at: now,
        answers: { create: items.map(({ id }) => ({ itemId: id, answer: answers.get(id)! })) },
      },
      select: { id: true },
    });
    await linkFiles(tx, viewer, input.files, "delivery", delivery.id);
    const params = { title: contract.title, stage: milestone.title, acceptByAt: acceptBy.toISOString() };
    const notice = { kind: "contracts.notice.submitted", params, href: `/contracts/${contract.id}` } as const;
    await notifyOrg(tx, contract.employerId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}

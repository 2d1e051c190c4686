import { refuseSelfDealing } from "#app/contracts/create-contract.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { offerAward } from "#app/tasks/award/offer-award.server.ts";
import { validStates } from "#app/tasks/bid.ts";
import { asEmployer, lockTask } from "#app/tasks/lock.server.ts";
import { moveBid, moveTask } from "#app/tasks/move.server.ts";
import { policy } from "#app/tasks/policy.ts";
import { transact } from "#app/transact.server.ts";

/**
 * T11: the employer chooses. Not the best ranked: only with a reason that all bidders will read. The two best others stand by. The
 * chosen provider has 36 hours to answer.
 */
export async function awardBid(viewer: Viewer, taskId: string, form: { bidId: string; reason: string }): Promise<void> {
  await transact(async (tx) => {
    // Many windows at once: whoever comes after the choice hears so without standing in line for the lock.
    const seen = await tx.task.findUnique({ where: { id: taskId }, select: { state: true, employerId: true } });
    if (!seen) throw new Refusal("notFound");
    const actor = asEmployer(viewer, seen);
    if (seen.state !== "SELECTION") throw new Refusal("wrongState");
    const { task, now } = await lockTask(tx, taskId);
    if (task.state !== "SELECTION") throw new Refusal("wrongState");
    const bids = await tx.bid.findMany({ where: { taskId, state: { in: [...validStates] } }, orderBy: { rank: "asc" } });
    const chosen = bids.find((b) => b.id === form.bidId);
    if (!chosen) throw new Refusal("changedMeanwhile");
    if (bids.length > 1 && bids.some((b) => b.qualityMilli === null)) throw new Refusal("scoreFirst");
    if (chosen.rank !== 1 && form.reason.length < 4) throw new Refusal("reasonForRank", { rank: chosen.rank ?? 0 }, "reason");
    const provider = await tx.organisation.findUniqueOrThrow({
      where: { id: chosen.providerId },
      select: { suspendedAt: true, closedAt: true },
    });
    if (provider.suspendedAt || provider.closedAt) throw new Refusal("providerAway");
    await refuseSelfDealing(tx, task.employerId, chosen.providerId);
    await moveTask(tx, task, { verb: "awardBid", to: "AWARD_PENDING", actor, reason: form.reason || null, data: { selectBy: null } }, now);
    for (const bid of bids.filter((b) => b.id !== chosen.id).slice(0, policy.standbys))
      await moveBid(tx, bid, { verb: "standBy", to: "STANDBY", actor }, now);
    await offerAward(tx, task, { bid: chosen, place: 0, reason: form.reason || null, byUserId: viewer.userId, actor }, now);
  });
}

import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { offerAward } from "#app/tasks/award/offer-award.server.ts";
import { hasBegun, restOf } from "#app/tasks/award/rest.server.ts";
import { asEmployer, lockTask } from "#app/tasks/lock.server.ts";
import { moveBid, moveTask } from "#app/tasks/move.server.ts";
import { policy } from "#app/tasks/policy.ts";
import { transact } from "#app/transact.server.ts";

/**
 * The contract ended before all of it was done: the employer lets the best standby be offered the rest of the stages at its own bid's
 * prices. What was accepted stays with who made it. Standbys are there for 15 days after the first acceptance.
 */
export async function offerRest(viewer: Viewer, taskId: string): Promise<void> {
  await transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    const actor = asEmployer(viewer, task);
    if (task.state !== "CONTRACTING") throw new Refusal("wrongState");
    const contract = await tx.contract.findFirst({ where: { taskId }, orderBy: { createdAt: "desc" } });
    const over = contract?.state === "TERMINATED" || contract?.state === "COMPLETED";
    if (!over || !(await hasBegun(tx, taskId)) || (await restOf(tx, taskId)).length === 0) throw new Refusal("wrongState");
    const next = await tx.bid.findFirst({
      where: { taskId, state: "STANDBY", provider: { suspendedAt: null, closedAt: null } },
      orderBy: { rank: "asc" },
    });
    if (!next) throw new Refusal("noStandby");
    await tx.award.updateMany({ where: { taskId, state: "ACCEPTED", voidedAt: null }, data: { voidedAt: now } });
    for (const left of await tx.bid.findMany({ where: { taskId, state: "AWARDED" } }))
      await moveBid(tx, left, { verb: "offerRest", to: "LAPSED", actor }, now);
    await moveTask(tx, task, { verb: "offerRest", to: "AWARD_PENDING", actor }, now);
    const place = policy.standbys - (await tx.bid.count({ where: { taskId, state: "STANDBY" } })) + 1;
    await offerAward(tx, task, { bid: next, place: Math.max(1, place), reason: null, byUserId: viewer.userId, actor }, now);
  });
}

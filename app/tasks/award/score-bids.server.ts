import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { keepPoints } from "#app/tasks/award/keep-points.server.ts";
import { rankBids } from "#app/tasks/award/rank-bids.server.ts";
import { validStates } from "#app/tasks/bid.ts";
import { asEmployer, lockTask } from "#app/tasks/lock.server.ts";
import { transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

/** The employer's points for the proposals of a sealed tender; ranks follow at once. After a live room they were given before it and stay. */
export async function scoreBids(viewer: Viewer, taskId: string, scores: readonly { id: string; points: number[] }[]): Promise<void> {
  await transact(async (tx) => {
    const { task, now } = await lockTask(tx, taskId);
    const actor = asEmployer(viewer, task);
    if (task.state !== "SELECTION") throw new Refusal("wrongState");
    if ((await tx.auction.count({ where: { taskId, state: "CLOSED" } })) > 0) throw new Refusal("scoresFixed");
    const valid = await tx.bid.findMany({ where: { taskId, state: { in: [...validStates] } }, select: { id: true } });
    const known = new Set(valid.map((b) => b.id));
    for (const { id, points } of scores) {
      if (!known.has(id)) throw new Refusal("changedMeanwhile");
      await keepPoints(tx, taskId, id, points);
    }
    await rankBids(tx, taskId);
    await recordTransition(tx, { entity: "task", entityId: taskId, from: "SELECTION", to: "SELECTION", verb: "scoreBids", actor }, now);
  });
}

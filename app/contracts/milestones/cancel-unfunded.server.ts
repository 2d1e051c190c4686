import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

/** Cancels every stage of a locked contract that no money was paid for. */
export async function cancelUnfunded(tx: Tx, contractId: string, actor: Actor, now: Date) {
  const stages = await tx.milestone.findMany({
    where: { contractId, state: { in: ["PLANNED", "AWAITING_FUNDING"] } },
    orderBy: { ord: "asc" },
    select: { id: true, state: true },
  });
  for (const stage of stages)
    await moveMilestone(tx, stage, { verb: "cancelUnfunded", to: "CANCELLED", actor, data: { endedAt: now, fundBy: null } }, now);
}

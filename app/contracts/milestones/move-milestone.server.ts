import { type MilestoneState, milestoneFlow } from "#app/contracts/milestones/milestone.ts";
import { fromStates } from "#app/flow.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import { type Actor, recordTransition } from "#app/transition.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

type Move = {
  verb: keyof typeof milestoneFlow;
  to: MilestoneState;
  actor: Actor;
  data?: Prisma.MilestoneUpdateManyMutationInput;
  reason?: string;
};

/** Moves a locked milestone by the flow table and records it. The write is conditional: from any other state it refuses. */
export async function moveMilestone(tx: Tx, milestone: { id: string; state: MilestoneState }, move: Move, now: Date) {
  const from = fromStates<MilestoneState>(milestoneFlow, move.verb);
  const { count } = await tx.milestone.updateMany({
    where: { id: milestone.id, state: { in: from.filter((s) => s === milestone.state) } },
    data: { ...move.data, state: move.to },
  });
  if (count === 0) throw new Refusal("wrongState");
  await recordTransition(
    tx,
    {
      entity: "milestone",
      entityId: milestone.id,
      from: milestone.state,
      to: move.to,
      verb: move.verb,
      actor: move.actor,
      reason: move.reason ?? null,
    },
    now,
  );
}

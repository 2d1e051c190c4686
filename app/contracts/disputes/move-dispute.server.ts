import { type DisputeState, type DisputeVerb, disputeFlow } from "#app/contracts/disputes/dispute.ts";
import { fromStates } from "#app/flow.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import { type Actor, recordTransition } from "#app/transition.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

type Move = {
  verb: DisputeVerb;
  to: DisputeState;
  actor: Actor;
  data?: Prisma.DisputeUncheckedUpdateManyInput;
  /** What else must hold of the row at the moment of the write. */
  only?: Prisma.DisputeWhereInput;
  reason?: string;
};

/** Moves a locked dispute by the flow table and records it. The write is conditional: from any other state it refuses. */
export async function moveDispute(tx: Tx, dispute: { id: string; state: DisputeState }, move: Move, now: Date) {
  const from = fromStates<DisputeState>(disputeFlow, move.verb);
  const { count } = await tx.dispute.updateMany({
    where: { id: dispute.id, state: { in: from.filter((s) => s === dispute.state) }, ...move.only },
    data: { ...move.data, state: move.to },
  });
  if (count === 0) throw new Refusal("wrongState");
  const { verb, to, actor, reason = null } = move;
  await recordTransition(tx, { entity: "dispute", entityId: dispute.id, from: dispute.state, to, verb, actor, reason }, now);
}

import { type ContractState, contractFlow } from "#app/contracts/contract.ts";
import { fromStates } from "#app/flow.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import { type Actor, recordTransition } from "#app/transition.server.ts";
import type { Prisma } from "../../generated/prisma/client.ts";

type Move = {
  verb: keyof typeof contractFlow;
  to: ContractState;
  actor: Actor;
  data?: Prisma.ContractUpdateManyMutationInput;
  reason?: string;
};

/** Moves a locked contract by the flow table and records it. The write is conditional: from any other state it refuses. */
export async function moveContract(tx: Tx, contract: { id: string; state: ContractState }, move: Move, now: Date) {
  const from = fromStates<ContractState>(contractFlow, move.verb);
  const { count } = await tx.contract.updateMany({
    where: { id: contract.id, state: { in: from.filter((s) => s === contract.state) } },
    data: { ...move.data, state: move.to },
  });
  if (count === 0) throw new Refusal("wrongState");
  await recordTransition(
    tx,
    {
      entity: "contract",
      entityId: contract.id,
      from: contract.state,
      to: move.to,
      verb: move.verb,
      actor: move.actor,
      reason: move.reason ?? null,
    },
    now,
  );
}

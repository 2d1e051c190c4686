import { type EndingState, endingFlow } from "#app/contracts/ending/ending.ts";
import { lockForRelease } from "#app/contracts/settlement/lock-pair.server.ts";
import { fromStates } from "#app/flow.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import { type Actor, recordTransition } from "#app/transition.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

/** Locks an ending after its contract and stage (and before them what a release needs). */
export async function lockEnding(tx: Tx, endingId: string) {
  const found = await tx.ending.findUnique({ where: { id: endingId }, select: { milestoneId: true } });
  if (!found) throw new Refusal("notFound");
  const locked = await lockForRelease(tx, found.milestoneId);
  await tx.$queryRaw`SELECT id FROM "Ending" WHERE id = ${endingId}::uuid FOR UPDATE`;
  const ending = await tx.ending.findUniqueOrThrow({ where: { id: endingId } });
  return { ...locked, ending };
}
export type LockedEnding = Awaited<ReturnType<typeof lockEnding>>;

type Move = {
  verb: keyof typeof endingFlow;
  to: EndingState;
  actor: Actor;
  data?: Prisma.EndingUncheckedUpdateManyInput;
  reason?: string;
};

/** Moves a locked ending by the flow table and records it. The write is conditional: from any other state it refuses. */
export async function moveEnding(tx: Tx, ending: { id: string; state: EndingState }, { verb, to, actor, data, reason }: Move, now: Date) {
  const from = fromStates<EndingState>(endingFlow, verb);
  const ends = !["ASKED", "STATED", "ESCALATING"].includes(to);
  const { count } = await tx.ending.updateMany({
    where: { id: ending.id, state: { in: from.filter((s) => s === ending.state) } },
    data: { ...data, state: to, ...(ends ? { endedAt: now } : {}) },
  });
  if (count === 0) throw new Refusal("wrongState");
  await recordTransition(tx, { entity: "ending", entityId: ending.id, from: ending.state, to, verb, actor, reason: reason ?? null }, now);
}

/** A contract that is over leaves no ending open. The caller holds the contract's lock. */
export async function settleEndings(tx: Tx, contractId: string, actor: Actor, now: Date) {
  for (const ending of await tx.ending.findMany({ where: { contractId, state: { in: ["ASKED", "STATED"] } } }))
    await moveEnding(tx, ending, { verb: "settleEnding", to: "SETTLED", actor }, now);
}

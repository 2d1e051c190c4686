import { type ChangeState, changeFlow } from "#app/contracts/changes/change-order.ts";
import { lockContract } from "#app/contracts/lock.server.ts";
import { fromStates } from "#app/flow.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import { type Actor, recordTransition } from "#app/transition.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

/** Locks a change order after its contract, and reads it with the offer that stands. */
export async function lockChange(tx: Tx, orderId: string) {
  const found = await tx.changeOrder.findUnique({ where: { id: orderId }, select: { contractId: true } });
  if (!found) throw new Refusal("notFound");
  const { contract, now } = await lockContract(tx, found.contractId);
  await tx.$queryRaw`SELECT id FROM "ChangeOrder" WHERE id = ${orderId}::uuid FOR UPDATE`;
  const order = await tx.changeOrder.findUniqueOrThrow({ where: { id: orderId } });
  const offer = await tx.changeOffer.findFirstOrThrow({ where: { orderId }, orderBy: { n: "desc" } });
  return { contract, order, offer, now };
}
export type LockedChange = Awaited<ReturnType<typeof lockChange>>;
type Order = LockedChange["order"];

type Move = {
  verb: keyof typeof changeFlow;
  to: ChangeState;
  actor: Actor;
  data?: Prisma.ChangeOrderUpdateManyMutationInput;
  reason?: string;
};

/** Moves a locked change order by the flow table and records it. The write is conditional: from any other state it refuses. */
export async function moveChange(tx: Tx, order: Pick<Order, "id" | "state">, { verb, to, actor, data, reason }: Move, now: Date) {
  const from = fromStates<ChangeState>(changeFlow, verb);
  const ends = !["PROPOSED", "COUNTERED", "FUNDING"].includes(to);
  const { count } = await tx.changeOrder.updateMany({
    where: { id: order.id, state: { in: from.filter((s) => s === order.state) } },
    data: { ...data, state: to, ...(ends ? { endedAt: now } : {}) },
  });
  if (count === 0) throw new Refusal("wrongState");
  const about = { entity: "changeOrder", entityId: order.id, from: order.state, to, verb, actor, reason: reason ?? null };
  await recordTransition(tx, about, now);
}

import { createHash } from "node:crypto";
import { currentRequest } from "#app/request.server.ts";
import type { Tx } from "#app/transact.server.ts";

export type Actor = {
  userId: string | null;
  role: "employer" | "provider" | "operator" | "member" | "creator" | "backer" | "clock" | "stripe";
};
export const byClock: Actor = { userId: null, role: "clock" };
export const byStripe: Actor = { userId: null, role: "stripe" };

type Move = { entity: string; entityId: string; from: string | null; to: string; verb: string; actor: Actor; reason?: string | null };

/**
 * Records a move of a lifecycle in the transaction that makes it. Each entity's moves form a chain:
 * hash = sha256(previous hash + canonical text). The caller holds the entity's row lock, so the chain has one writer.
 */
export async function recordTransition(tx: Tx, move: Move, at: Date) {
  const last = await tx.transition.findFirst({
    where: { entity: move.entity, entityId: move.entityId },
    orderBy: { id: "desc" },
    select: { hash: true },
  });
  const hashPrev = last?.hash ?? "";
  const text = JSON.stringify([
    move.entity,
    move.entityId,
    move.from,
    move.to,
    move.verb,
    move.actor.userId,
    move.actor.role,
    move.reason ?? null,
    at.toISOString(),
  ]);
  await tx.transition.create({
    data: {
      entity: move.entity,
      entityId: move.entityId,
      from: move.from,
      to: move.to,
      verb: move.verb,
      actorId: move.actor.userId,
      actorRole: move.actor.role,
      reason: move.reason ?? null,
      at,
      requestId: currentRequest()?.requestId ?? null,
      hashPrev,
      hash: createHash("sha256").update(hashPrev).update(text).digest("hex"),
    },
  });
}

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

const rowOf = (move: Move, hashPrev: string, at: Date) => {
  const { entity, entityId, from, to, verb, actor, reason = null } = move;
  const text = JSON.stringify([entity, entityId, from, to, verb, actor.userId, actor.role, reason, at.toISOString()]);
  const about = { entity, entityId, from, to, verb, actorId: actor.userId, actorRole: actor.role, reason, at, hashPrev };
  return {
    ...about,
    requestId: currentRequest()?.requestId ?? null,
    hash: createHash("sha256").update(hashPrev).update(text).digest("hex"),
  };
};

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
  await tx.transition.create({ data: rowOf(move, last?.hash ?? "", at) });
}

const ROWS = 1000;

/** The same move of many entities of one kind, a thousand to a statement. */
export async function recordTransitions(tx: Tx, ids: readonly string[], move: Omit<Move, "entityId">, at: Date) {
  for (let i = 0; i < ids.length; i += ROWS) {
    const some = ids.slice(i, i + ROWS);
    const last = await tx.$queryRaw<{ id: string; hash: string }[]>`
      SELECT DISTINCT ON ("entityId") "entityId" AS id, hash FROM "Transition"
       WHERE entity = ${move.entity} AND "entityId" = ANY(${some}::uuid[]) ORDER BY "entityId", id DESC`;
    const heads = new Map(last.map(({ id, hash }) => [id, hash]));
    await tx.transition.createMany({ data: some.map((entityId) => rowOf({ ...move, entityId }, heads.get(entityId) ?? "", at)) });
  }
}

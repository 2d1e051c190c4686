import type { DisputeState } from "#app/contracts/disputes/dispute.ts";
import { db } from "#app/db.server.ts";

/** Says of each dispute whether a card's bank ended it: nobody withdrew it then. */
export async function withBank<T extends { id: string; state: DisputeState }>(
  disputes: readonly T[],
): Promise<(T & { byBank: boolean })[]> {
  const over = disputes.filter((dispute) => dispute.state === "WITHDRAWN").map((dispute) => dispute.id);
  const ended =
    over.length === 0
      ? []
      : await db.transition.findMany({
          where: { entity: "dispute", entityId: { in: over }, verb: "endByBank" },
          select: { entityId: true },
        });
  const ids = new Set(ended.map(({ entityId }) => entityId));
  return disputes.map((dispute) => ({ ...dispute, byBank: ids.has(dispute.id) }));
}

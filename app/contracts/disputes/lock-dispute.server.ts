import { lockForRelease } from "#app/contracts/settlement/lock-pair.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

/** Locks a dispute after its contract and milestone (and before them what a release needs). */
export async function lockDispute(tx: Tx, disputeId: string) {
  const found = await tx.dispute.findUnique({ where: { id: disputeId }, select: { milestoneId: true } });
  if (!found) throw new Refusal("notFound");
  const locked = await lockForRelease(tx, found.milestoneId);
  await tx.$queryRaw`SELECT id FROM "Dispute" WHERE id = ${disputeId}::uuid FOR UPDATE`;
  const dispute = await tx.dispute.findUniqueOrThrow({ where: { id: disputeId } });
  return { ...locked, dispute };
}

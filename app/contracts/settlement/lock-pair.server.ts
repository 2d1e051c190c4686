import { lockMilestone } from "#app/contracts/lock.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

/**
 * Locks a milestone for a release. The employer's row is taken first: the fee depends on all that this employer ever released to this
 * provider, so two releases of one pair wait for one another. (NO KEY UPDATE lets others still refer to the row.)
 */
export async function lockForRelease(tx: Tx, milestoneId: string) {
  const found = await tx.milestone.findUnique({ where: { id: milestoneId }, select: { contract: { select: { employerId: true } } } });
  if (!found) throw new Refusal("notFound");
  await tx.$queryRaw`SELECT id FROM "Organisation" WHERE id = ${found.contract.employerId}::uuid FOR NO KEY UPDATE`;
  return lockMilestone(tx, milestoneId);
}

/** What this employer has released to this provider so far, over all their contracts. */
export async function releasedBetween(tx: Tx, employerId: string, providerId: string): Promise<bigint> {
  const sum = await tx.milestone.aggregate({ where: { contract: { employerId, providerId } }, _sum: { releasedFen: true } });
  return sum._sum.releasedFen ?? 0n;
}

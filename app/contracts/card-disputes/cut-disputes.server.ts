import { frozenStates } from "#app/contracts/disputes/dispute.ts";
import { moveDispute } from "#app/contracts/disputes/move-dispute.server.ts";
import type { LockedMilestone } from "#app/contracts/lock.server.ts";
import type { Tx } from "#app/transact.server.ts";
import { byStripe } from "#app/transition.server.ts";

/**
 * The bank took money that both sides dispute: a dispute whose money is not all there any more is over, the latest first; about what is left
 * a new one may be opened while the stage cools. Returns by how much the disputed sum falls. The caller holds the milestone's lock and writes it.
 */
export async function cutDisputes(tx: Tx, milestone: LockedMilestone, leftFen: bigint, now: Date): Promise<bigint> {
  let disputedFen = milestone.disputedFen;
  if (disputedFen <= leftFen) return 0n;
  const open = await tx.dispute.findMany({ where: { milestoneId: milestone.id, state: { in: frozenStates } }, orderBy: { id: "desc" } });
  for (const dispute of open) {
    if (disputedFen <= leftFen) break;
    disputedFen -= dispute.amountFen;
    const data = { dueAt: null, objectUntil: null, toProviderFen: null, toEmployerFen: null, ground: null };
    await moveDispute(tx, dispute, { verb: "endByBank", to: "WITHDRAWN", actor: byStripe, data }, now);
  }
  return milestone.disputedFen - disputedFen;
}

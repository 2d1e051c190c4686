import { completeContract } from "#app/contracts/complete-contract.server.ts";
import type { LockedContract } from "#app/contracts/lock.server.ts";
import { heldFen } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import type { Tx } from "#app/transact.server.ts";
import { byStripe } from "#app/transition.server.ts";

/** A stage whose escrow is empty and whose payments all arrived is finished; with the last one the contract is. The caller holds the locks. */
export async function settleMilestone(tx: Tx, contract: LockedContract, milestoneId: string, now: Date) {
  const milestone = await tx.milestone.findUniqueOrThrow({ where: { id: milestoneId } });
  if (milestone.state !== "RELEASING" && milestone.state !== "REFUNDING") return;
  if (heldFen(milestone) > 0n) return;
  if ((await tx.remittance.count({ where: { milestoneId, state: { not: "DONE" } } })) > 0) return;
  const to = milestone.releasedFen > 0n ? "RELEASED" : "REFUNDED";
  await moveMilestone(tx, milestone, { verb: "settle", to, actor: byStripe, data: { endedAt: now } }, now);
  await completeContract(tx, contract, now);
}

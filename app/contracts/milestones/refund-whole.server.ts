import type { LockedContract, LockedMilestone } from "#app/contracts/lock.server.ts";
import { cancelUnfunded } from "#app/contracts/milestones/cancel-unfunded.server.ts";
import { restFen } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { withdrawProposals } from "#app/contracts/milestones/withdraw-proposals.server.ts";
import { payBack } from "#app/contracts/settlement/pay-back.server.ts";
import { settleMilestone } from "#app/contracts/settlement/settle-milestone.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

type Whole = {
  contract: LockedContract;
  milestone: LockedMilestone;
  verb: "cancelFunded" | "giveBack" | "takeBack";
  actor: Actor;
  reason?: string;
};

/** A stage ends without work that is paid for: all that is not frozen goes back, and the stages after it are cancelled. */
export async function refundWhole(tx: Tx, { contract, milestone, verb, actor, reason }: Whole, now: Date) {
  const rest = restFen(milestone);
  if (rest <= 0n) throw new Refusal("wrongState");
  await moveMilestone(tx, milestone, { verb, to: "REFUNDING", actor, ...(reason ? { reason } : {}) }, now);
  await payBack(tx, { contract, milestone }, rest, now);
  await withdrawProposals(tx, milestone.id, now);
  await cancelUnfunded(tx, contract.id, actor, now);
  await settleMilestone(tx, contract, milestone.id, now);
}

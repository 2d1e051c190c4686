import { hasCooled, restFen } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { withdrawProposals } from "#app/contracts/milestones/withdraw-proposals.server.ts";
import { lockForRelease } from "#app/contracts/settlement/lock-pair.server.ts";
import { payOut } from "#app/contracts/settlement/pay-out.server.ts";
import { settleMilestone } from "#app/contracts/settlement/settle-milestone.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** Cooling is over: everything of the stage that is neither refunded nor frozen is released, once. */
export async function releaseMilestone(milestoneId: string) {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockForRelease(tx, milestoneId);
    const rest = restFen(milestone);
    if (!hasCooled(milestone, now) || rest <= 0n) throw new Refusal("wrongState");
    await payOut(tx, { contract, milestone }, rest, now);
    await moveMilestone(tx, milestone, { verb: "releaseMilestone", to: "RELEASING", actor: byClock }, now);
    await withdrawProposals(tx, milestone.id, now);
    await settleMilestone(tx, contract, milestone.id, now);
    tellContract(tx, contract);
  });
}

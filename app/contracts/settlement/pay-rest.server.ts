import { restFen } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { lockForRelease } from "#app/contracts/settlement/lock-pair.server.ts";
import { payBack } from "#app/contracts/settlement/pay-back.server.ts";
import { payOut } from "#app/contracts/settlement/pay-out.server.ts";
import { settleMilestone } from "#app/contracts/settlement/settle-milestone.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** A part that was frozen when its stage was released or given back has thawed: it goes the same way. */
export async function payRest(milestoneId: string): Promise<void> {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockForRelease(tx, milestoneId);
    const rest = restFen(milestone);
    if (rest <= 0n || (milestone.state !== "RELEASING" && milestone.state !== "REFUNDING")) throw new Refusal("wrongState");
    const releases = milestone.state === "RELEASING";
    await moveMilestone(tx, milestone, { verb: releases ? "releaseRest" : "refundRest", to: milestone.state, actor: byClock }, now);
    if (releases) await payOut(tx, { contract, milestone }, rest, now);
    else await payBack(tx, { contract, milestone }, rest, now);
    await settleMilestone(tx, contract, milestone.id, now);
    tellContract(tx, contract);
  });
}

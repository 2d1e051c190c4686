import type { z } from "zod";
import { disputeEnding } from "#app/contracts/ending/dispute-ending.server.ts";
import { begunStates, type RefuseEnding } from "#app/contracts/ending/ending.ts";
import { finishContract } from "#app/contracts/ending/finish-contract.server.ts";
import { lockEnding, moveEnding } from "#app/contracts/ending/lock-ending.server.ts";
import { partyOf } from "#app/contracts/lock.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** The employer finds less done than was stated: the contract ends all the same, and the stage's money becomes a dispute. Returns it. */
export async function refuseEnding(viewer: Viewer, { endingId, wishPercent, answer }: z.output<typeof RefuseEnding>) {
  await transact(async (tx) => {
    const { contract, milestone, ending, now } = await lockEnding(tx, endingId);
    const { actor } = partyOf(viewer, contract, "contract:act", "EMPLOYER");
    if (ending.answerBy <= now || !begunStates.includes(milestone.state)) throw new Refusal("wrongState");
    const data = { wishPercent, answer };
    await moveEnding(tx, ending, { verb: "refuseEnding", to: "ESCALATING", actor, data, reason: answer }, now);
    await finishContract(tx, contract, { reason: ending.reason, actor }, now);
    tellContract(tx, contract);
  });
  return disputeEnding(endingId);
}

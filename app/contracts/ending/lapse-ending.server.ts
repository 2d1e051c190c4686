import { disputeEnding } from "#app/contracts/ending/dispute-ending.server.ts";
import { begunStates } from "#app/contracts/ending/ending.ts";
import { finishContract } from "#app/contracts/ending/finish-contract.server.ts";
import { lockEnding, moveEnding } from "#app/contracts/ending/lock-ending.server.ts";
import { restFen } from "#app/contracts/milestones/milestone.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/**
 * Whose turn it was said nothing in time: a dispute decides. When the stage was accepted or ended meanwhile there is nothing to divide. One
 * whose dispute was not opened because something cut it short is taken up again.
 */
export async function lapseEnding(endingId: string) {
  const escalates = await transact(async (tx) => {
    const { contract, milestone, ending, now } = await lockEnding(tx, endingId);
    if (ending.state === "ESCALATING") return true;
    const open = begunStates.includes(milestone.state) && restFen(milestone) > 0n;
    if (open && ending.answerBy > now) throw new Refusal("wrongState");
    await moveEnding(tx, ending, { verb: "lapseEnding", to: open ? "ESCALATING" : "SETTLED", actor: byClock }, now);
    await finishContract(tx, contract, { reason: ending.reason, actor: byClock }, now);
    tellContract(tx, contract);
    return open;
  });
  if (escalates) await disputeEnding(endingId);
}

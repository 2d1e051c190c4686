import type { z } from "zod";
import { type AgreeEnding, begunStates, splitBy } from "#app/contracts/ending/ending.ts";
import { finishContract } from "#app/contracts/ending/finish-contract.server.ts";
import { type LockedEnding, lockEnding, moveEnding } from "#app/contracts/ending/lock-ending.server.ts";
import { guardNotSuspended, partyOf } from "#app/contracts/lock.server.ts";
import { heldFen, restFen } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { withdrawProposals } from "#app/contracts/milestones/withdraw-proposals.server.ts";
import { successFee } from "#app/contracts/settlement/fee.ts";
import { releasedBetween } from "#app/contracts/settlement/lock-pair.server.ts";
import { sendBack, takeBackFromLots } from "#app/contracts/settlement/pay-back.server.ts";
import { sendNet } from "#app/contracts/settlement/pay-out.server.ts";
import { settleMilestone } from "#app/contracts/settlement/settle-milestone.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { endingSplit } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

/** The employer agrees to the stated percentage: the stage's free money is divided so by one movement, once, and the contract is over. */
export async function agreeEnding(viewer: Viewer, input: z.output<typeof AgreeEnding>) {
  return transact(async (tx) => {
    const locked = await lockEnding(tx, input.endingId);
    const { contract, milestone, ending, now } = locked;
    const { actor } = partyOf(viewer, contract, "contract:act", "EMPLOYER");
    if (ending.answerBy <= now || !begunStates.includes(milestone.state)) throw new Refusal("wrongState");
    const rest = restFen(milestone);
    if (ending.percent !== input.percent || String(rest) !== input.restFen) throw new Refusal("changedMeanwhile");
    await guardNotSuspended(tx, contract);
    if (rest <= 0n) throw new Refusal("wrongState");
    const split = splitBy(rest, input.percent);
    await moveEnding(tx, ending, { verb: "agreeEnding", to: "AGREED", actor, data: split }, now);
    // What was not paid for is cancelled first: the stage that ends here opens no next one.
    await finishContract(tx, contract, { reason: ending.reason, actor }, now);
    await divide(tx, locked, split, actor);
    const params = { title: contract.title, toProviderFen: String(split.toProviderFen), toEmployerFen: String(split.toEmployerFen) };
    const notice = { kind: "contracts.notice.endingAgreed", params, href: `/contracts/${contract.id}` } as const;
    await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}

type Split = { toProviderFen: bigint; toEmployerFen: bigint };

async function divide(tx: Tx, { contract, milestone, ending, now }: LockedEnding, split: Split, actor: Actor) {
  const { toProviderFen, toEmployerFen } = split;
  const feeFen = toProviderFen > 0n ? successFee(await releasedBetween(tx, contract.employerId, contract.providerId), toProviderFen) : 0n;
  const back = await takeBackFromLots(tx, milestone.id, toEmployerFen);
  const sides = { milestoneId: milestone.id, providerId: contract.providerId, employerId: contract.employerId };
  await post(tx, endingSplit({ key: `ending:${ending.id}`, ...sides, ...split, feeFen, returnedFen: back.allocatedFen }), now);
  const after = await tx.milestone.update({
    where: { id: milestone.id },
    data: { releasedFen: { increment: toProviderFen }, refundedFen: { increment: toEmployerFen }, acceptBy: null },
  });
  await withdrawProposals(tx, milestone.id, now);
  // A part that a dispute froze stays until it is decided; the stage ends with it.
  const to = heldFen(after) > 0n ? milestone.state : after.releasedFen > 0n ? "RELEASING" : "REFUNDING";
  await moveMilestone(tx, milestone, { verb: "agreeEnding", to, actor }, now);
  if (toProviderFen > 0n) await sendNet(tx, { contract, milestone }, toProviderFen - feeFen, feeFen, now);
  await sendBack(tx, { contract, milestone }, back, now);
  await settleMilestone(tx, contract, milestone.id, now);
}

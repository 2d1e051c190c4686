import { otherSide } from "#app/contracts/contract.ts";
import { type DisputeGround, type DisputeVerb, lossOf, type Split } from "#app/contracts/disputes/dispute.ts";
import type { LockedDispute } from "#app/contracts/disputes/lock-dispute.server.ts";
import { moveDispute } from "#app/contracts/disputes/move-dispute.server.ts";
import { bothSides, tellSides } from "#app/contracts/disputes/tell-dispute.server.ts";
import { heldFen } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { openNextStage } from "#app/contracts/milestones/open-next-stage.server.ts";
import { withdrawProposals } from "#app/contracts/milestones/withdraw-proposals.server.ts";
import { successFee } from "#app/contracts/settlement/fee.ts";
import { releasedBetween } from "#app/contracts/settlement/lock-pair.server.ts";
import { sendBack, takeBackFromLots } from "#app/contracts/settlement/pay-back.server.ts";
import { sendNet } from "#app/contracts/settlement/pay-out.server.ts";
import { settleMilestone } from "#app/contracts/settlement/settle-milestone.server.ts";
import { disputeSplit } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

type Execution = {
  verb: DisputeVerb;
  to: "SETTLED" | "EXECUTED";
  split: Split;
  ground: DisputeGround;
  actor: Actor;
  data?: Prisma.DisputeUncheckedUpdateManyInput;
};

/** The end of a dispute that divides its sum: one movement, once, whoever caused it. The caller holds the dispute's locks. */
export async function executeSplit(tx: Tx, locked: LockedDispute, { verb, to, split, ground, actor, data }: Execution) {
  const { dispute, now } = locked;
  const lostBy = ground === "OFFER" || ground === "PROPOSAL" ? null : await loserOf(tx, locked, split);
  const over = { ...data, ...split, ground, lostBy, executedAt: now, dueAt: null, objectUntil: null };
  await moveDispute(tx, dispute, { verb, to, actor, data: over }, now);
  await divide(tx, locked, split, actor);
  const params = { toProviderFen: String(split.toProviderFen), toEmployerFen: String(split.toEmployerFen) };
  const kind = to === "SETTLED" ? "contracts.notice.disputeSettled" : "contracts.notice.disputeExecuted";
  await tellSides(tx, locked, bothSides, { kind, params }, now);
}

async function loserOf(tx: Tx, { dispute }: LockedDispute, { toProviderFen }: Split) {
  const [wish] = await tx.disputeOffer.findMany({
    where: { disputeId: dispute.id, side: otherSide(dispute.side) },
    orderBy: { id: "asc" },
    take: 1,
    select: { toProviderFen: true },
  });
  return lossOf(dispute, wish?.toProviderFen ?? null, toProviderFen);
}

/** The frozen sum leaves escrow to both sides by one movement; an emptied stage ends, and what follows it begins. */
async function divide(tx: Tx, { contract, milestone, dispute, now }: LockedDispute, split: Split, actor: Actor) {
  const { toProviderFen, toEmployerFen } = split;
  // The bank decides first about money that it may take.
  if (heldFen(milestone) - dispute.amountFen < milestone.cardFrozenFen) throw new Refusal("cardDisputeOpen");
  const feeFen = toProviderFen > 0n ? successFee(await releasedBetween(tx, contract.employerId, contract.providerId), toProviderFen) : 0n;
  const back = await takeBackFromLots(tx, milestone.id, toEmployerFen);
  const sides = { milestoneId: milestone.id, providerId: contract.providerId, employerId: contract.employerId };
  await post(tx, disputeSplit({ key: `dispute:${dispute.id}`, ...sides, ...split, feeFen, returnedFen: back.allocatedFen }), now);
  const after = await tx.milestone.update({
    where: { id: milestone.id },
    data: {
      disputedFen: { decrement: dispute.amountFen },
      releasedFen: { increment: toProviderFen },
      refundedFen: { increment: toEmployerFen },
    },
  });
  await withdrawProposals(tx, milestone.id, now, heldFen(after));
  if (heldFen(after) === 0n && milestone.state !== "RELEASING" && milestone.state !== "REFUNDING") {
    const to = after.releasedFen > 0n ? "RELEASING" : "REFUNDING";
    await moveMilestone(tx, milestone, { verb: "executeDispute", to, actor }, now);
    await openNextStage(tx, contract, null, now);
  }
  if (toProviderFen > 0n) await sendNet(tx, { contract, milestone }, toProviderFen - feeFen, feeFen, now);
  await sendBack(tx, { contract, milestone }, back, now);
  await settleMilestone(tx, contract, milestone.id, now);
}

import { differences, dueOf, isPaidFor, type StageTerms, termsOf } from "#app/contracts/changes/change-order.ts";
import type { LockedChange } from "#app/contracts/changes/lock-change.server.ts";
import { readTerms } from "#app/contracts/changes/read-terms.server.ts";
import { completeContract } from "#app/contracts/complete-contract.server.ts";
import { type ContractBody, otherSide } from "#app/contracts/contract.ts";
import { lockMilestone } from "#app/contracts/lock.server.ts";
import { heldFen } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { openNextStage } from "#app/contracts/milestones/open-next-stage.server.ts";
import { withdrawProposals } from "#app/contracts/milestones/withdraw-proposals.server.ts";
import { days } from "#app/contracts/policy.ts";
import { payBack } from "#app/contracts/settlement/pay-back.server.ts";
import { shiftDeadline } from "#app/contracts/working-days.ts";
import type { Tx } from "#app/transact.server.ts";
import { type Actor, recordTransition } from "#app/transition.server.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";

/**
 * An agreed offer becomes the contract: its stages are what the new version says, a lower price goes back at once, a higher one has just
 * been paid in. Both signatures are kept with the new hash. The caller holds the locks, has asked barOf, and moved the order.
 */
export async function applyChange(tx: Tx, { contract, order, offer, now }: LockedChange, actor: Actor) {
  const { terms: from, facts } = await readTerms(tx, contract);
  const body = offer.body as ContractBody;
  const to = termsOf(body);
  const touched = new Set(differences(from, to).map((change) => change.ord));
  for (const old of from.stages) {
    const fact = facts.find((one) => one.ord === old.ord);
    const stage = to.stages.find((one) => one.ord === old.ord);
    if (!fact || !touched.has(old.ord)) continue;
    if (stage) await changeStage(tx, { milestoneId: fact.id, old, stage, actor }, now);
    else {
      const data = { endedAt: now, fundBy: null };
      await moveMilestone(tx, fact, { verb: "cancelUnfunded", to: "CANCELLED", actor, data }, now);
    }
  }
  for (const stage of to.stages) if (!from.stages.some((old) => old.ord === stage.ord)) await addStage(tx, contract.id, stage, actor, now);
  await keepVersion(tx, { contract, order, offer, now }, body);
  await openNextStage(tx, contract, null, now);
  await completeContract(tx, contract, now);
}

type Changed = { milestoneId: string; old: StageTerms; stage: StageTerms; actor: Actor };

async function changeStage(tx: Tx, { milestoneId, old, stage, actor }: Changed, now: Date) {
  const { contract, milestone } = await lockMilestone(tx, milestoneId);
  const { title, days: workDays, extraRounds } = stage;
  const data: Prisma.MilestoneUpdateManyMutationInput = { title, days: workDays, extraRounds };
  if (workDays !== old.days && milestone.state === "WORKING" && milestone.workingAt) data.dueAt = dueOf(milestone.workingAt, workDays);
  if (workDays > old.days && milestone.state === "CHANGES_REQUESTED" && milestone.changesDueAt)
    data.changesDueAt = shiftDeadline(new Date(milestone.changesDueAt.getTime() + days(workDays - old.days)));
  const byFen = BigInt(stage.amountFen) - BigInt(old.amountFen);
  // Money that came in stays what came in: a lower price is given back from it, a higher one has been added to it.
  if (byFen !== 0n && (!isPaidFor(milestone.state) || byFen > 0n)) data.amountFen = { increment: byFen };
  if (byFen < 0n && isPaidFor(milestone.state)) {
    await payBack(tx, { contract, milestone }, -byFen, now);
    data.loweredFen = { increment: -byFen };
    await withdrawProposals(tx, milestoneId, now, heldFen(milestone) + byFen);
  }
  await moveMilestone(tx, milestone, { verb: "changeStage", to: milestone.state, actor, data }, now);
  await changeItems(tx, milestoneId, stage.items, now);
}

/** Items that earlier deliveries answered stay in the history; what is left out is answered no more. */
async function changeItems(tx: Tx, milestoneId: string, wanted: readonly string[], now: Date) {
  const items = await tx.acceptanceItem.findMany({ where: { milestoneId }, select: { text: true, ord: true, retiredAt: true } });
  const current = items.filter((item) => item.retiredAt === null).map((item) => item.text);
  await tx.acceptanceItem.updateMany({
    where: { milestoneId, retiredAt: null, text: { notIn: [...wanted] } },
    data: { retiredAt: now },
  });
  let ord = Math.max(0, ...items.map((item) => item.ord));
  for (const text of wanted) if (!current.includes(text)) await tx.acceptanceItem.create({ data: { milestoneId, ord: ++ord, text } });
}

async function addStage(tx: Tx, contractId: string, stage: StageTerms, actor: Actor, now: Date) {
  const { ord, title, days: workDays, items } = stage;
  const { id } = await tx.milestone.create({
    data: {
      contractId,
      ord,
      title,
      days: workDays,
      amountFen: BigInt(stage.amountFen),
      items: { create: items.map((text, i) => ({ ord: i + 1, text })) },
    },
    select: { id: true },
  });
  await recordTransition(tx, { entity: "milestone", entityId: id, from: null, to: "PLANNED", verb: "addStage", actor }, now);
}

async function keepVersion(tx: Tx, { contract, order, offer, now }: LockedChange, body: ContractBody) {
  const version = contract.version + 1;
  const { hash } = offer;
  await tx.contractVersion.create({ data: { contractId: contract.id, n: version, body, hash, orderId: order.id, at: now } });
  await tx.contract.update({
    where: { id: contract.id },
    data: { body, version, versionHash: hash, priceFen: BigInt(body.priceFen), invoiceFirst: body.invoiceFirst ?? false },
  });
  await tx.contractSignature.createMany({
    data: [
      { contractId: contract.id, side: offer.side, userId: offer.byUserId, versionHash: hash, at: offer.at },
      { contractId: contract.id, side: otherSide(offer.side), userId: order.agreedById!, versionHash: hash, at: order.agreedAt! },
    ],
  });
}

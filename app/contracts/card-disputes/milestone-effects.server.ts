import { cutDisputes } from "#app/contracts/card-disputes/cut-disputes.server.ts";
import type { LockedContract, LockedMilestone } from "#app/contracts/lock.server.ts";
import { cancelUnfunded } from "#app/contracts/milestones/cancel-unfunded.server.ts";
import { disputableStates, heldFen } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { withdrawProposals } from "#app/contracts/milestones/withdraw-proposals.server.ts";
import { lockForRelease } from "#app/contracts/settlement/lock-pair.server.ts";
import { settleMilestone } from "#app/contracts/settlement/settle-milestone.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import type { Borne } from "#app/ledger/card-movements.ts";
import { escrow } from "#app/ledger/movement.ts";
import { cardDisputeLost } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { type CardDisputeEffects, feeShare, heldFen as heldByBank, owed } from "#app/payments/card-dispute.ts";
import { addDebt } from "#app/payments/debts.server.ts";
import { leftFen } from "#app/payments/lots.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { tellDebtor } from "#app/people/tell-debtor.server.ts";
import type { Tx } from "#app/transact.server.ts";
import { byStripe } from "#app/transition.server.ts";
import type { CardDispute, FundingLot, Remittance } from "../../../generated/prisma/client.ts";

type Stage = { contract: LockedContract; milestone: LockedMilestone };
const least = (...sums: bigint[]) => sums.reduce((a, b) => (b < a ? b : a));
const most = (fen: bigint) => (fen > 0n ? fen : 0n);

/** What a card dispute does to the stage that the card paid: its part of the escrow freezes; lost, it goes; what was released is owed back. */
export const milestoneEffects: CardDisputeEffects = {
  async inquired(tx, dispute, now) {
    const { contract, milestone } = await lockForRelease(tx, dispute.refId);
    await tell(tx, { contract, milestone }, dispute, "cards.notice.stageInquiry", {}, now);
  },

  async opened(tx, dispute, now) {
    const { contract, milestone } = await lockForRelease(tx, dispute.refId);
    const lot = await lockLot(tx, dispute.chargeId);
    // A payment that came too late went straight back: nothing of it is in this escrow.
    const free = milestone.fundedAt ? heldFen(milestone) - milestone.cardFrozenFen : 0n;
    const frozenFen = most(least(dispute.amountFen, free, leftFen(lot) - (await byOthers(tx, dispute)).frozenFen));
    await tx.milestone.update({ where: { id: milestone.id }, data: { cardFrozenFen: { increment: frozenFen } } });
    await tell(tx, { contract, milestone }, dispute, "cards.notice.stageOpened", { frozenFen: String(frozenFen) }, now);
    return frozenFen;
  },

  async closed(tx, dispute, now) {
    const { contract, milestone } = await lockForRelease(tx, dispute.refId);
    await tx.milestone.update({ where: { id: milestone.id }, data: { cardFrozenFen: { decrement: dispute.frozenFen } } });
    const kind = dispute.pspStatus === "won" ? "cards.notice.stageWon" : "cards.notice.stageClosed";
    await tell(tx, { contract, milestone }, dispute, kind, {}, now);
  },

  async lost(tx, dispute, now) {
    const { contract, milestone } = await lockForRelease(tx, dispute.refId);
    const lot = await lockLot(tx, dispute.chargeId);
    const { borne, clawedFen } = await bear(tx, { milestone, lot }, dispute, now);
    const sides = { payerId: contract.employerId, payeeId: contract.providerId };
    await post(tx, cardDisputeLost({ disputeId: dispute.id, ref: milestone.id, ...sides, escrow: escrow(milestone.id), ...borne }), now);
    const debt = {
      orgId: contract.providerId,
      reason: "cardDispute" as const,
      refType: "contract",
      refId: contract.id,
      title: contract.title,
    };
    await addDebt(tx, { ...debt, key: `card-dispute:${dispute.id}`, amountFen: borne.debtFen }, now);
    const gone = least(leftFen(lot), heldByBank(dispute) - borne.refundFen);
    await tx.fundingLot.update({ where: { id: lot.id }, data: { chargedBackFen: { increment: gone } } });
    const after = await tx.milestone.update({
      where: { id: milestone.id },
      data: {
        cardFrozenFen: { decrement: dispute.frozenFen },
        refundedFen: { increment: borne.escrowFen },
        clawedFen: { increment: clawedFen },
        disputedFen: { decrement: await cutDisputes(tx, milestone, heldFen(milestone) - borne.escrowFen, now) },
      },
    });
    await finish(tx, contract, { before: milestone, after }, now);
    await tell(tx, { contract, milestone }, dispute, "cards.notice.stageLost", {}, now);
    await tellDebtor(tx, debt, borne.debtFen, now);
    return borne;
  },
};

async function lockLot(tx: Tx, chargeId: string): Promise<FundingLot> {
  const [lot] = await tx.$queryRaw<FundingLot[]>`SELECT * FROM "FundingLot" WHERE "chargeId" = ${chargeId} FOR UPDATE`;
  return lot!;
}

/** What the charge's other disputes froze, and what banks took by them beyond refunds that were kept back. */
async function byOthers(tx: Tx, { id, chargeId }: CardDispute) {
  const others = await tx.cardDispute.findMany({ where: { chargeId, id: { not: id } } });
  const sum = (of: (one: CardDispute) => bigint) => others.reduce((fen, one) => fen + of(one), 0n);
  return { frozenFen: sum((one) => one.frozenFen), takenFen: sum((one) => (one.state === "LOST" ? heldByBank(one) - one.refundFen : 0n)) };
}

/**
 * Who bears it: refunds of this charge that were not sent (the bank gave the employer what we owed), the frozen escrow, then what was
 * released of this charge: the provider's unsent pay, the platform's fee on it, the provider's debt. What nobody of them had is the
 * platform's loss: what the charge's payer got back before is taken out of nothing that another charge paid.
 */
async function bear(tx: Tx, { milestone, lot }: { milestone: LockedMilestone; lot: FundingLot }, dispute: CardDispute, now: Date) {
  const lostFen = heldByBank(dispute);
  const rows = await tx.$queryRaw<Remittance[]>`
    SELECT * FROM "Remittance" WHERE "milestoneId" = ${milestone.id}::uuid AND state IN ('READY', 'STUCK') ORDER BY id FOR UPDATE`;
  const refunds = rows.filter((row) => row.kind === "REFUND" && row.chargeId === dispute.chargeId);
  const refundFen = await keepBack(tx, refunds, lostFen, now);
  const escrowFen = least(lostFen - refundFen, dispute.frozenFen);
  const others = await byOthers(tx, dispute);
  const ofCharge = lot.amountFen - lot.refundedFen - others.takenFen - others.frozenFen - escrowFen;
  const clawedFen = most(least(lostFen - refundFen - escrowFen, milestone.releasedFen - milestone.clawedFen, ofCharge));
  const { _sum } = await tx.remittance.aggregate({ where: { milestoneId: milestone.id, kind: "TRANSFER" }, _sum: { amountFen: true } });
  const released = { grossFen: milestone.releasedFen, feeFen: milestone.releasedFen - (_sum.amountFen ?? 0n) };
  const incomeFen = feeShare(released, milestone.clawedFen, clawedFen);
  const pay = rows.filter((row) => row.kind === "TRANSFER");
  const earningsFen = await keepBack(tx, pay, clawedFen - incomeFen, now);
  const { debtFen, lossFen } = owed(clawedFen - incomeFen - earningsFen);
  const nobodysFen = lostFen - refundFen - escrowFen - clawedFen;
  const borne: Borne = { refundFen, escrowFen, earningsFen, incomeFen, debtFen, lossFen: lossFen + nobodysFen };
  return { borne, clawedFen };
}

/** Sums that wait to be sent give up to this much; one that gave all is over. */
async function keepBack(tx: Tx, rows: Remittance[], wantedFen: bigint, now: Date): Promise<bigint> {
  let rest = wantedFen;
  for (const row of rows) {
    const part = least(row.amountFen - row.keptFen, rest);
    if (part <= 0n) continue;
    const over = row.keptFen + part === row.amountFen;
    const data = { keptFen: { increment: part }, ...(over ? { state: "DONE" as const, doneAt: now, retryAt: null } : {}) };
    await tx.remittance.update({ where: { id: row.id }, data });
    rest -= part;
  }
  return wantedFen - rest;
}

/** A stage whose escrow the bank took is over, and no further one waits for this employer's money. */
async function finish(tx: Tx, contract: LockedContract, { before, after }: { before: LockedMilestone; after: LockedMilestone }, now: Date) {
  const took = after.refundedFen > before.refundedFen;
  if (took && heldFen(after) === 0n && disputableStates.includes(before.state)) {
    const to = after.releasedFen > 0n ? "RELEASING" : "REFUNDING";
    await moveMilestone(tx, before, { verb: "loseCardDispute", to, actor: byStripe, data: { acceptBy: null } }, now);
    await cancelUnfunded(tx, contract.id, byStripe, now);
  }
  if (took) await withdrawProposals(tx, before.id, now, heldFen(after));
  await settleMilestone(tx, contract, before.id, now);
}

type Kind = `cards.notice.stage${"Inquiry" | "Opened" | "Won" | "Closed" | "Lost"}`;
/** Both sides hear of it and see it on the contract. */
async function tell(tx: Tx, { contract, milestone }: Stage, dispute: CardDispute, kind: Kind, more: Record<string, string>, now: Date) {
  const params = { title: contract.title, stage: milestone.title, amountFen: String(dispute.amountFen), ...more };
  const notice = { kind, params, href: `/contracts/${contract.id}#card-disputes` } as const;
  await notifyOrg(tx, contract.employerId, "contract:act", notice, now);
  await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
  tellContract(tx, contract);
}

import { guardNotSuspended, type LockedContract, type LockedMilestone } from "#app/contracts/lock.server.ts";
import { remit } from "#app/contracts/settlement/remit.server.ts";
import { allocationReturned, refundDecided } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { type LotPart, takeFromLots } from "#app/payments/lots.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";

type Out = { contract: LockedContract; milestone: LockedMilestone };

/** Where a sum that goes back came from: charges, whose payers get it by the way it came, and what its owner had allocated. */
export type Back = { charged: LotPart[]; chargedFen: bigint; allocatedFen: bigint };

/** Part of a stage's escrow goes back to the employer by the way it came. The caller holds the milestone's lock. */
export async function payBack(tx: Tx, { contract, milestone }: Out, amountFen: bigint, now: Date) {
  await guardNotSuspended(tx, contract);
  const back = await takeBackFromLots(tx, milestone.id, amountFen);
  const key = `${milestone.id}:${milestone.refundedFen}`;
  const to = { milestoneId: milestone.id, orgId: contract.employerId, creatorId: contract.employerId };
  if (back.chargedFen > 0n) await post(tx, refundDecided({ key: `refund:${key}`, ...to, amountFen: back.chargedFen }), now);
  if (back.allocatedFen > 0n) await post(tx, allocationReturned({ key: `return:${key}`, ...to, amountFen: back.allocatedFen }), now);
  await tx.milestone.update({ where: { id: milestone.id }, data: { refundedFen: { increment: amountFen } } });
  await sendBack(tx, { contract, milestone }, back, now);
}

/** Marks a sum as given back on what funded the stage, oldest first. */
export async function takeBackFromLots(tx: Tx, milestoneId: string, amountFen: bigint): Promise<Back> {
  const parts = await takeFromLots(tx, "milestone", milestoneId, amountFen, "refund");
  const sum = (of: LotPart[]) => of.reduce((fen, part) => fen + part.amountFen, 0n);
  const charged = parts.filter((part) => part.allocatedById === null);
  return { charged, chargedFen: sum(charged), allocatedFen: amountFen - sum(charged) };
}

/** What charges brought starts on its way back; what was allocated is back already. The employer hears of both. */
export async function sendBack(tx: Tx, { contract, milestone }: Out, { charged, chargedFen, allocatedFen }: Back, now: Date) {
  await remit(tx, { kind: "REFUND", contract, milestoneId: milestone.id, orgId: contract.employerId }, charged, now);
  const tell = async (kind: "contracts.notice.refundOnWay" | "contracts.notice.allocationReturned", fen: bigint) => {
    if (fen <= 0n) return;
    const params = { title: contract.title, stage: milestone.title, amountFen: String(fen) };
    await notifyOrg(tx, contract.employerId, "contract:act", { kind, params, href: `/contracts/${contract.id}` }, now);
  };
  await tell("contracts.notice.refundOnWay", chargedFen);
  await tell("contracts.notice.allocationReturned", allocatedFen);
}

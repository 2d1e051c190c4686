import { guardNotSuspended, type LockedContract, type LockedMilestone } from "#app/contracts/lock.server.ts";
import { remit } from "#app/contracts/settlement/remit.server.ts";
import { refundDecided } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";

type Out = { contract: LockedContract; milestone: LockedMilestone };

/** Part of a stage's escrow goes back to the employer by the way it came. The caller holds the milestone's lock. */
export async function payBack(tx: Tx, { contract, milestone }: Out, amountFen: bigint, now: Date) {
  await guardNotSuspended(tx, contract);
  const key = `refund:${milestone.id}:${milestone.refundedFen}`;
  await post(tx, refundDecided({ key, milestoneId: milestone.id, orgId: contract.employerId, amountFen }), now);
  await tx.milestone.update({ where: { id: milestone.id }, data: { refundedFen: { increment: amountFen } } });
  await sendRefund(tx, { contract, milestone }, amountFen, now);
}

/** A refund starts on its way and the employer hears of it. */
export async function sendRefund(tx: Tx, { contract, milestone }: Out, amountFen: bigint, now: Date) {
  await remit(tx, { kind: "REFUND", contract, milestoneId: milestone.id, orgId: contract.employerId, amountFen }, now);
  const params = { title: contract.title, stage: milestone.title, amountFen: String(amountFen) };
  const notice = { kind: "contracts.notice.refundOnWay", params, href: `/contracts/${contract.id}` } as const;
  await notifyOrg(tx, contract.employerId, "contract:act", notice, now);
}

import { guardNotSuspended, type LockedContract, type LockedMilestone } from "#app/contracts/lock.server.ts";
import { successFee } from "#app/contracts/settlement/fee.ts";
import { releasedBetween } from "#app/contracts/settlement/lock-pair.server.ts";
import { remitPay } from "#app/contracts/settlement/remit.server.ts";
import { released } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";

type Out = { contract: LockedContract; milestone: LockedMilestone };

/** Part of a stage's escrow becomes the provider's, less the fee, and starts on its way. The caller holds the release locks. */
export async function payOut(tx: Tx, { contract, milestone }: Out, grossFen: bigint, now: Date) {
  await guardNotSuspended(tx, contract);
  const feeFen = successFee(await releasedBetween(tx, contract.employerId, contract.providerId), grossFen);
  const parts = { milestoneId: milestone.id, providerId: contract.providerId, grossFen, feeFen };
  // What was released before makes the key: the same release again finds itself in the books, the next one is another.
  await post(tx, released({ key: `release:${milestone.id}:${milestone.releasedFen}`, ...parts }), now);
  await tx.milestone.update({ where: { id: milestone.id }, data: { releasedFen: { increment: grossFen } } });
  await sendNet(tx, { contract, milestone }, grossFen - feeFen, feeFen, now);
}

/** The provider's net pay starts on its way and the provider hears of it. */
export async function sendNet(tx: Tx, { contract, milestone }: Out, netFen: bigint, feeFen: bigint, now: Date) {
  await remitPay(tx, { contract, milestoneId: milestone.id, orgId: contract.providerId, amountFen: netFen }, now);
  const params = { title: contract.title, stage: milestone.title, netFen: String(netFen), feeFen: String(feeFen) };
  const notice = { kind: "contracts.notice.released", params, href: `/contracts/${contract.id}` } as const;
  await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
  const payee = await tx.payee.findUnique({ where: { orgId: contract.providerId }, select: { payable: true } });
  if (!payee?.payable)
    await notifyOrg(
      tx,
      contract.providerId,
      "org:manage",
      { kind: "contracts.notice.needPayee", params: { netFen: String(netFen) }, href: `/payee?org=${contract.providerId}` },
      now,
    );
}

import type { BondEnd } from "#app/deposits/bonds/bond.ts";
import { lockBond } from "#app/deposits/bonds/lock-bond.server.ts";
import { heldFen } from "#app/deposits/deposit.ts";
import { voidPayments } from "#app/deposits/money/ask-payment.server.ts";
import { returnMoney } from "#app/deposits/money/leave.server.ts";
import { moveDeposit } from "#app/deposits/move.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

/** The bond has done its work, or was not needed: all of it goes back to the employer. Without a bond nothing happens. The caller holds the task's lock. */
export async function returnBond(tx: Tx, taskId: string, end: { why: BondEnd; actor: Actor }, now: Date): Promise<void> {
  const bond = await lockBond(tx, taskId);
  if (!bond) return;
  const amountFen = heldFen(bond);
  await voidPayments(tx, bond);
  await returnMoney(tx, bond, amountFen, now);
  const move = { verb: "returnBond", to: "CLOSED", actor: end.actor, reason: end.why, data: { endReason: end.why } } as const;
  await moveDeposit(tx, bond, move, now);
  if (amountFen === 0n) return;
  const { title } = await tx.task.findUniqueOrThrow({ where: { id: taskId }, select: { title: true } });
  const params = { title, amountFen: String(amountFen) };
  await notifyOrg(tx, bond.orgId, "pay:approve", { kind: "deposits.notice.bondReturned", params, href: `/tasks/${taskId}` }, now);
}

import type { BondEnd } from "#app/deposits/bonds/bond.ts";
import { lockBond } from "#app/deposits/bonds/lock-bond.server.ts";
import { heldFen } from "#app/deposits/deposit.ts";
import { voidPayments } from "#app/deposits/money/ask-payment.server.ts";
import { forfeitMoney, returnMoney } from "#app/deposits/money/leave.server.ts";
import { moveDeposit } from "#app/deposits/move.server.ts";
import { splitByWeights } from "#app/ledger/money.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";

type Sharing = { why: BondEnd; actor: Actor; orgIds: readonly string[]; shareBps?: bigint };

/**
 * The employer did not do what the bond stood for: it, or the part of it that `shareBps` says, goes to these bidders in equal parts (the fen
 * that remain to the first of them in the order of their ids), the rest back to the employer. Whoever did not pay a bond shares none.
 */
export async function shareBond(tx: Tx, taskId: string, { why, actor, orgIds, shareBps = 10_000n }: Sharing, now: Date): Promise<void> {
  const bond = await lockBond(tx, taskId);
  if (!bond) return;
  await voidPayments(tx, bond);
  const held = heldFen(bond);
  const sharers = [...new Set(orgIds)].sort();
  const shared = bond.state === "HELD" && sharers.length > 0 ? (held * shareBps) / 10_000n : 0n;
  const equal = sharers.map(() => 1n);
  const parts = shared > 0n ? splitByWeights(shared, equal) : [];
  const to = parts.map((amountFen, i) => ({ orgId: sharers[i]!, amountFen }));
  await forfeitMoney(tx, bond, to, now);
  await returnMoney(tx, bond, held - shared, now);
  const verb = bond.state === "HELD" ? "shareBond" : "returnBond";
  await moveDeposit(tx, bond, { verb, to: "CLOSED", actor, reason: why, data: { endReason: why } }, now);
  if (shared > 0n) await tell(tx, { taskId, employerId: bond.orgId, why, shared, returned: held - shared, to }, now);
}

type Told = {
  taskId: string;
  employerId: string;
  why: BondEnd;
  shared: bigint;
  returned: bigint;
  to: { orgId: string; amountFen: bigint }[];
};
async function tell(tx: Tx, { taskId, employerId, why, shared, returned, to }: Told, now: Date) {
  const { title } = await tx.task.findUniqueOrThrow({ where: { id: taskId }, select: { title: true } });
  const href = `/tasks/${taskId}`;
  const kind =
    why === "noChoice" || why === "cancelledLate" ? ("deposits.notice.bondShared" as const) : ("deposits.notice.bondGiven" as const);
  const params = { title, sharedFen: String(shared), returnedFen: String(returned), count: to.length };
  await notifyOrg(tx, employerId, "pay:approve", { kind, params, href }, now);
  for (const { orgId, amountFen } of to) {
    const mine = { title, amountFen: String(amountFen) };
    await notifyOrg(tx, orgId, "bid:place", { kind: "deposits.notice.bondShare", params: mine, href }, now);
  }
}

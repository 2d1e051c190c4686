import { type DepositVerb, depositFlow } from "#app/deposits/deposit.ts";
import { allows } from "#app/flow.ts";
import { signal } from "#app/live/live.server.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, appNow, type Tx } from "#app/transact.server.ts";
import { type Actor, recordTransition } from "#app/transition.server.ts";
import type { Prisma } from "../../generated/prisma/client.ts";
import type { DepositState } from "../../generated/prisma/enums.ts";

/** Locks a deposit and reads it: whoever holds this lock is the only one who moves it, its payments, its claims and its money. */
export async function lockDeposit(tx: Tx, depositId: string) {
  const [locked] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM "Deposit" WHERE id = ${depositId}::uuid FOR UPDATE`;
  if (!locked) throw new Refusal("notFound");
  return { deposit: await tx.deposit.findUniqueOrThrow({ where: { id: depositId } }), now: await appNow(tx) };
}
export type LockedDeposit = Awaited<ReturnType<typeof lockDeposit>>["deposit"];

type Move = { verb: DepositVerb; to: DepositState; actor: Actor; reason?: string | null; data?: Prisma.DepositUncheckedUpdateManyInput };

/** Moves a locked deposit along its flow: a conditional write, its record, and a signal to its payer's pages. */
export async function moveDeposit(
  tx: Tx,
  deposit: LockedDeposit,
  { verb, to, actor, reason, data }: Move,
  now: Date,
): Promise<LockedDeposit> {
  if (!allows(depositFlow, verb, deposit.state)) throw new Refusal("wrongState");
  const closed = to === "CLOSED" ? { closedAt: now, fillBy: null } : {};
  const { count } = await tx.deposit.updateMany({
    where: { id: deposit.id, state: deposit.state },
    data: { ...closed, ...data, state: to },
  });
  if (count !== 1) throw new Refusal("wrongState");
  const at = { entity: "deposit", entityId: deposit.id, from: deposit.state, to, verb, actor, reason: reason ?? null };
  await recordTransition(tx, at, now);
  tellDeposit(tx, deposit);
  return tx.deposit.findUniqueOrThrow({ where: { id: deposit.id } });
}

/** The pages that show it look again. */
export function tellDeposit(tx: Tx, deposit: { orgId: string; taskId: string | null }, alsoOrgId?: string) {
  afterCommit(tx, () => {
    for (const org of new Set([deposit.orgId, alsoOrgId ?? deposit.orgId])) signal({ org }, "deposits");
    if (deposit.taskId) signal({ org: deposit.orgId }, `task:${deposit.taskId}`);
    signal({ operators: true }, "deposits");
  });
}

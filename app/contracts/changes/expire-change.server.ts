import { openChanges } from "#app/contracts/changes/change-order.ts";
import { type LockedChange, lockChange, moveChange } from "#app/contracts/changes/lock-change.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { type Actor, byClock } from "#app/transition.server.ts";

/** Nobody answered in time, or what was agreed on was not paid in time: the contract stays as it is. */
export async function expireChange(orderId: string) {
  return transact(async (tx) => {
    const locked = await lockChange(tx, orderId);
    const { order, now } = locked;
    const until = order.state === "FUNDING" ? order.payBy : order.answerBy;
    if (!until || until > now) throw new Refusal("wrongState");
    await endChange(tx, locked, byClock);
  });
}

/** An open change ends without effect, and both sides hear of it. */
export async function endChange(tx: Tx, { contract, order, now }: Pick<LockedChange, "contract" | "order" | "now">, actor: Actor) {
  await moveChange(tx, order, { verb: "expireChange", to: "EXPIRED", actor }, now);
  const notice = { kind: "contracts.notice.changeExpired", params: { title: contract.title }, href: `/contracts/${contract.id}` } as const;
  await notifyOrg(tx, contract.employerId, "contract:act", notice, now);
  await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
  tellContract(tx, contract);
}

/** A contract that ends leaves no change open. The caller holds the contract's lock. */
export async function endOpenChanges(tx: Tx, contract: LockedChange["contract"], actor: Actor, now: Date) {
  const open = await tx.changeOrder.findMany({ where: { contractId: contract.id, state: { in: openChanges } } });
  for (const order of open) await endChange(tx, { contract, order, now }, actor);
}

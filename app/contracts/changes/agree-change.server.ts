import type { z } from "zod";
import { applyChange } from "#app/contracts/changes/apply-change.server.ts";
import { type AgreeChange, barOf, termsOf } from "#app/contracts/changes/change-order.ts";
import { type LockedChange, lockChange, moveChange } from "#app/contracts/changes/lock-change.server.ts";
import { readTerms } from "#app/contracts/changes/read-terms.server.ts";
import type { ContractBody } from "#app/contracts/contract.ts";
import { guardMayBegin, guardNotSuspended, partyOf } from "#app/contracts/lock.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";

/**
 * Whose turn it is agrees to exactly the version it saw: both have signed it. It is the contract from now on, unless a stage that is paid
 * for becomes dearer: then from the payment of the difference on.
 */
export async function agreeChange(viewer: Viewer, input: z.output<typeof AgreeChange>) {
  return transact(async (tx) => {
    const locked = await lockChange(tx, input.orderId);
    const { contract, order, offer, now } = locked;
    const party = partyOf(viewer, contract);
    guardMayBegin(viewer, party);
    if (order.turn !== party.side || order.answerBy <= now) throw new Refusal("wrongState");
    if (offer.hash !== input.offerHash) throw new Refusal("changedMeanwhile");
    await guardNotSuspended(tx, contract);
    await guardFits(tx, locked);
    const href = `/contracts/${contract.id}#change`;
    const signed = { agreedById: viewer.userId, agreedAt: now };
    const wait = order.raiseFen > 0n ? { payBy: new Date(now.getTime() + policy.raisePayMs) } : null;
    const to = wait ? "FUNDING" : "AGREED";
    await moveChange(tx, order, { verb: "agreeChange", to, actor: party.actor, data: { ...signed, ...wait } }, now);
    if (wait) {
      const params = { title: contract.title, amountFen: String(order.raiseFen), payByAt: wait.payBy.toISOString() };
      await notifyOrg(tx, contract.employerId, "pay:approve", { kind: "contracts.notice.changeToPay", params, href }, now);
    } else await applyChange(tx, { ...locked, order: { ...order, ...signed } }, party.actor);
    const notice = { kind: "contracts.notice.changeAgreed", params: { title: contract.title }, href } as const;
    await notifyOrg(tx, party.otherOrgId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}

/** The offer was made of the contract as it still is, and every stage that it touches can still be changed so. */
export async function guardFits(tx: Tx, locked: LockedChange) {
  const bar = await barNow(tx, locked);
  if (bar) throw new Refusal(bar.code, bar.params);
}

export async function barNow(tx: Tx, { contract, order, offer, now }: LockedChange) {
  if (order.baseHash !== contract.versionHash) return { code: "changedMeanwhile" as const };
  const { terms, facts } = await readTerms(tx, contract);
  return barOf(terms, termsOf(offer.body as ContractBody), facts, { acceptDays: contract.acceptDays, state: contract.state, now });
}

import { type DisputeState, type DisputeVerb, deskDeadline } from "#app/contracts/disputes/dispute.ts";
import { type LockedDispute, lockDispute } from "#app/contracts/disputes/lock-dispute.server.ts";
import { moveDispute } from "#app/contracts/disputes/move-dispute.server.ts";
import { bothSides, tellDesk, tellSides } from "#app/contracts/disputes/tell-dispute.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { type Actor, byClock } from "#app/transition.server.ts";

/** Three days of negotiation without an agreement: an operator mediates, within two working days. */
export async function endNegotiation(disputeId: string) {
  return transact(async (tx) => {
    const locked = await lockDispute(tx, disputeId);
    const { dispute, now } = locked;
    if (!dispute.dueAt || dispute.dueAt > now) throw new Refusal("wrongState");
    const dueAt = deskDeadline(now, policy.dispute.proposeMs);
    await moveDispute(tx, dispute, { verb: "endNegotiation", to: "MEDIATION", actor: byClock, data: { dueAt } }, now);
    const params = { dueAt: dueAt.toISOString() };
    await tellSides(tx, locked, bothSides, { kind: "contracts.notice.disputeMediation", params }, now);
    await tellDesk(tx, locked, { kind: "contracts.notice.disputeToMediate", params }, now);
  });
}

/** No proposal came in time, or not both sides accepted it: an operator decides. */
export async function endMediation(disputeId: string) {
  return transact(async (tx) => {
    const locked = await lockDispute(tx, disputeId);
    if (!locked.dispute.dueAt || locked.dispute.dueAt > locked.now) throw new Refusal("wrongState");
    await toPanel(tx, locked, "endMediation", byClock);
  });
}

/** Money must not lie at the channel for longer than 85 days: talking ends, wherever it stands. */
export async function hurryDispute(disputeId: string) {
  return transact(async (tx) => {
    const locked = await lockDispute(tx, disputeId);
    const end = locked.milestone.fundedAt && locked.milestone.fundedAt.getTime() + policy.holdEndMs;
    if (!end || end > locked.now.getTime()) throw new Refusal("wrongState");
    await toPanel(tx, locked, "hurryDispute", byClock);
  });
}

/** The case goes to the operators to be decided. The caller holds its locks. */
export async function toPanel(tx: Tx, locked: LockedDispute, verb: DisputeVerb, actor: Actor, data: object = {}) {
  const { dispute, now } = locked;
  const dueAt = deskDeadline(now, policy.dispute.decideMs);
  const to: DisputeState = "PANEL";
  await moveDispute(tx, dispute, { verb, to, actor, data: { ...data, dueAt } }, now);
  const params = { dueAt: dueAt.toISOString() };
  await tellSides(tx, locked, bothSides, { kind: "contracts.notice.disputePanel", params }, now);
  await tellDesk(tx, locked, { kind: "contracts.notice.disputeToDecide", params }, now);
}

import { notBefore, wishOf } from "#app/contracts/disputes/dispute.ts";
import { lockDispute } from "#app/contracts/disputes/lock-dispute.server.ts";
import { moveDispute } from "#app/contracts/disputes/move-dispute.server.ts";
import { bothSides, tellSides } from "#app/contracts/disputes/tell-dispute.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** Five days of silence: what the opener asked for, as the page announced, stands. It is executed two days later, unless the silent side proves that it was away. */
export async function defaultDispute(disputeId: string) {
  return transact(async (tx) => {
    const locked = await lockDispute(tx, disputeId);
    const { dispute, now } = locked;
    if (dispute.state !== "OPENED" || dispute.dueAt! > now) throw new Refusal("wrongState");
    const split = wishOf(dispute);
    const objectUntil = new Date(now.getTime() + policy.dispute.reinstateMs);
    const data = { ...split, ground: "DEFAULT", objectUntil, dueAt: notBefore(objectUntil, dispute.frozenUntil) } as const;
    await moveDispute(tx, dispute, { verb: "defaultDispute", to: "DEFAULTED", actor: byClock, data }, now);
    const sums = { toProviderFen: String(split.toProviderFen), toEmployerFen: String(split.toEmployerFen) };
    const params = { ...sums, untilAt: objectUntil.toISOString() };
    await tellSides(tx, locked, bothSides, { kind: "contracts.notice.disputeDefaulted", params }, now);
  });
}

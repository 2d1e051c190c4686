import type { z } from "zod";
import { otherSide } from "#app/contracts/contract.ts";
import { notBefore, type RecordFiling } from "#app/contracts/disputes/dispute.ts";
import { lockAsParty } from "#app/contracts/disputes/lock-dispute.server.ts";
import { moveDispute } from "#app/contracts/disputes/move-dispute.server.ts";
import { tellSides } from "#app/contracts/disputes/tell-dispute.server.ts";
import { policy } from "#app/contracts/policy.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/**
 * A side took the case to a court or arbitration and names its number: whatever stands here is executed at most 30 days later, so that an
 * order can reach us, and never beyond the day on which the channel's money has to be decided. Once.
 */
export async function recordFiling(viewer: Viewer, input: z.output<typeof RecordFiling>) {
  return transact(async (tx) => {
    const locked = await lockAsParty(tx, viewer, input.disputeId);
    const { milestone, dispute, party, now } = locked;
    if (dispute.filedAt) throw new Refusal("filedOnce");
    const limit = Math.min(now.getTime() + policy.dispute.filedMs, milestone.fundedAt!.getTime() + policy.holdEndMs);
    const frozenUntil = new Date(Math.max(limit, now.getTime()));
    const stands = dispute.state === "DEFAULTED" || dispute.state === "DECIDED" || dispute.state === "FINAL";
    const filing = { filedSide: party.side, filedAt: now, filedWith: input.filedWith, filingNumber: input.number, frozenUntil };
    const data = { ...filing, ...(stands ? { dueAt: notBefore(dispute.dueAt!, frozenUntil) } : {}) };
    const move = { verb: "recordFiling", to: dispute.state, actor: party.actor, data, only: { filedAt: null } } as const;
    await moveDispute(tx, dispute, { ...move, reason: `${input.filedWith} ${input.number}` }, now);
    const params = { filedWith: input.filedWith, number: input.number, untilAt: frozenUntil.toISOString() };
    await tellSides(tx, locked, [otherSide(party.side)], { kind: "contracts.notice.disputeFiled", params }, now);
  });
}

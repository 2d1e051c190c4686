import type { z } from "zod";
import { otherSide } from "#app/contracts/contract.ts";
import { type AddEvidence, type DisputeState, disputeFlow } from "#app/contracts/disputes/dispute.ts";
import { keepEvidence } from "#app/contracts/disputes/keep-evidence.server.ts";
import { lockAsParty } from "#app/contracts/disputes/lock-dispute.server.ts";
import { tellSides } from "#app/contracts/disputes/tell-dispute.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { allows } from "#app/flow.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Either side puts more on the table of a dispute that is not decided yet, or is looked at again: never so much that the other's is not read. */
export async function addEvidence(viewer: Viewer, input: z.output<typeof AddEvidence>) {
  return transact(async (tx) => {
    const locked = await lockAsParty(tx, viewer, input.disputeId);
    if (!allows<DisputeState>(disputeFlow, "addEvidence", locked.dispute.state)) throw new Refusal("wrongState");
    const mine = { disputeId: locked.dispute.id, orgId: locked.party.orgId, kind: "STATEMENT" as const };
    const { maxStatements } = policy.dispute;
    if ((await tx.disputeEvidence.count({ where: mine })) >= maxStatements) throw new Refusal("statementsUsed", { max: maxStatements });
    await keepEvidence(tx, viewer, locked, { ...input, kind: "STATEMENT" });
    await tellSides(tx, locked, [otherSide(locked.party.side)], { kind: "contracts.notice.disputeEvidence" }, locked.now);
  });
}

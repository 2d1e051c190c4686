import type { z } from "zod";
import { type Respond, sideDeadline, splitByShare } from "#app/contracts/disputes/dispute.ts";
import { keepEvidence } from "#app/contracts/disputes/keep-evidence.server.ts";
import { lockAsParty } from "#app/contracts/disputes/lock-dispute.server.ts";
import { moveDispute } from "#app/contracts/disputes/move-dispute.server.ts";
import { tellSides } from "#app/contracts/disputes/tell-dispute.server.ts";
import { policy } from "#app/contracts/policy.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Who was silent shows within two days why it was away, and answers: the default falls and negotiation begins. The proof is seen by whoever decides later. */
export async function reinstateDispute(viewer: Viewer, input: z.output<typeof Respond>) {
  return transact(async (tx) => {
    const locked = await lockAsParty(tx, viewer, input.disputeId);
    const { dispute, party, now } = locked;
    if (party.side === dispute.side) throw new Refusal("notAllowed");
    if (dispute.state === "DEFAULTED" && dispute.objectUntil! <= now) throw new Refusal("deadlinePassed");
    if (input.files.length === 0) throw new Refusal("proofNeeded", {}, "files");
    const dueAt = sideDeadline(now, policy.dispute.negotiateMs);
    const nothingStands = { toProviderFen: null, toEmployerFen: null, ground: null, objectUntil: null };
    const data = { ...nothingStands, reinstatedAt: now, respondedAt: now, dueAt };
    await moveDispute(tx, dispute, { verb: "reinstateDispute", to: "RESPONDED", actor: party.actor, data, reason: input.text }, now);
    const { toProviderFen } = splitByShare(dispute.amountFen, input.share);
    await tx.disputeOffer.create({ data: { disputeId: dispute.id, side: party.side, byUserId: viewer.userId, toProviderFen, at: now } });
    await keepEvidence(tx, viewer, locked, { ...input, kind: "ABSENCE" });
    const params = { dueAt: dueAt.toISOString() };
    await tellSides(tx, locked, [dispute.side], { kind: "contracts.notice.disputeReinstated", params }, now);
  });
}

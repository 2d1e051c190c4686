import type { z } from "zod";
import { type ProposeSplit, sideDeadline, splitByShare } from "#app/contracts/disputes/dispute.ts";
import { lockAsJudge } from "#app/contracts/disputes/lock-dispute.server.ts";
import { moveDispute } from "#app/contracts/disputes/move-dispute.server.ts";
import { bothSides, tellSides } from "#app/contracts/disputes/tell-dispute.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { transact } from "#app/transact.server.ts";

/** An operator mediates: one proposal with its reasons, which both sides have two days to answer. */
export async function proposeSplit(viewer: Viewer, input: z.output<typeof ProposeSplit>) {
  return transact(async (tx) => {
    const locked = await lockAsJudge(tx, viewer, input.disputeId);
    const { dispute, actor, now } = locked;
    await operatorAct(tx, viewer, { act: "proposeSplit", subject: { type: "dispute", id: dispute.id }, reason: input.text }, now);
    const { toProviderFen, toEmployerFen } = splitByShare(dispute.amountFen, input.share);
    const dueAt = sideDeadline(now, policy.dispute.answerMs);
    const data = { mediatorId: viewer.userId, proposedAt: now, proposalFen: toProviderFen, proposal: input.text, dueAt };
    const once = { proposedAt: null };
    await moveDispute(tx, dispute, { verb: "proposeSplit", to: "MEDIATION", actor, data, only: once, reason: input.text }, now);
    const params = { toProviderFen: String(toProviderFen), toEmployerFen: String(toEmployerFen), dueAt: dueAt.toISOString() };
    await tellSides(tx, locked, bothSides, { kind: "contracts.notice.disputeProposal", params }, now);
  });
}

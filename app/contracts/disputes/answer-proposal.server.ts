import type { z } from "zod";
import { otherSide } from "#app/contracts/contract.ts";
import { type AnswerProposal, splitOf } from "#app/contracts/disputes/dispute.ts";
import { toPanel } from "#app/contracts/disputes/end-talks.server.ts";
import { executeSplit } from "#app/contracts/disputes/execute-split.server.ts";
import { lockAsParty } from "#app/contracts/disputes/lock-dispute.server.ts";
import { moveDispute } from "#app/contracts/disputes/move-dispute.server.ts";
import { tellSides } from "#app/contracts/disputes/tell-dispute.server.ts";
import { guardNotSuspended } from "#app/contracts/lock.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** A side answers the mediator, once. Both accept: settled and executed at once. One refuses: an operator decides. */
export async function answerProposal(viewer: Viewer, input: z.output<typeof AnswerProposal>) {
  return transact(async (tx) => {
    const locked = await lockAsParty(tx, viewer, input.disputeId);
    const { contract, dispute, party, now } = locked;
    if (dispute.proposalFen === null) throw new Refusal("wrongState");
    if (dispute.state === "MEDIATION" && dispute.dueAt! <= now) throw new Refusal("deadlinePassed");
    const [own, other] =
      party.side === "EMPLOYER" ? (["employerAgrees", "providerAgrees"] as const) : (["providerAgrees", "employerAgrees"] as const);
    if (dispute[own] !== null) throw new Refusal("answeredAlready");
    const agrees = input.answer === "agree";
    const data = { [own]: agrees };
    if (!agrees) return toPanel(tx, locked, "answerProposal", party.actor, data);
    if (dispute[other] === true) {
      await guardNotSuspended(tx, contract);
      const split = splitOf(dispute.amountFen, dispute.proposalFen);
      return executeSplit(tx, locked, { verb: "answerProposal", to: "SETTLED", split, ground: "PROPOSAL", actor: party.actor, data });
    }
    await moveDispute(tx, dispute, { verb: "answerProposal", to: "MEDIATION", actor: party.actor, data, only: { [own]: null } }, now);
    const news = { kind: "contracts.notice.disputeAgreed", params: { dueAt: dispute.dueAt!.toISOString() } } as const;
    await tellSides(tx, locked, [otherSide(party.side)], news, now);
  });
}

import type { z } from "zod";
import { otherSide } from "#app/contracts/contract.ts";
import { type AppealDispute, deskDeadline, splitOf } from "#app/contracts/disputes/dispute.ts";
import { executeSplit } from "#app/contracts/disputes/execute-split.server.ts";
import { keepEvidence } from "#app/contracts/disputes/keep-evidence.server.ts";
import { lockAsParty } from "#app/contracts/disputes/lock-dispute.server.ts";
import { moveDispute } from "#app/contracts/disputes/move-dispute.server.ts";
import { tellDesk, tellSides } from "#app/contracts/disputes/tell-dispute.server.ts";
import { policy } from "#app/contracts/policy.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

const waived = { EMPLOYER: "employerWaivedAt", PROVIDER: "providerWaivedAt" } as const;

/** A side does not accept the decision and shows something new: another operator looks at it again, once. */
export async function appealDispute(viewer: Viewer, input: z.output<typeof AppealDispute>) {
  return transact(async (tx) => {
    const locked = await lockAsParty(tx, viewer, input.disputeId);
    const { dispute, party, now } = locked;
    if (dispute.state === "DECIDED" && dispute.objectUntil! <= now) throw new Refusal("deadlinePassed");
    if (dispute[waived[party.side]]) throw new Refusal("appealWaived");
    if (input.files.length === 0) throw new Refusal("proofNeeded", {}, "files");
    const dueAt = deskDeadline(now, policy.dispute.decideAppealMs);
    const data = { appealSide: party.side, appealedAt: now, objectUntil: null, dueAt };
    await moveDispute(tx, dispute, { verb: "appealDispute", to: "APPEALED", actor: party.actor, data, reason: input.text }, now);
    await keepEvidence(tx, viewer, locked, { ...input, kind: "APPEAL" });
    const params = { dueAt: dueAt.toISOString() };
    await tellSides(tx, locked, [otherSide(party.side)], { kind: "contracts.notice.disputeAppealed", params }, now);
    await tellDesk(tx, locked, { kind: "contracts.notice.disputeAppealForDesk", params }, now);
  });
}

/** A side lives with the decision. When both do, it is executed at once, unless a court or arbitration is waited for. */
export async function waiveAppeal(viewer: Viewer, disputeId: string) {
  return transact(async (tx) => {
    const locked = await lockAsParty(tx, viewer, disputeId);
    const { dispute, party, now } = locked;
    const own = waived[party.side];
    if (dispute[own]) throw new Refusal("answeredAlready");
    const move = { verb: "waiveAppeal", actor: party.actor } as const;
    const both = dispute[waived[otherSide(party.side)]] !== null;
    if (both && !(dispute.frozenUntil && dispute.frozenUntil > now) && dispute.ground) {
      const split = splitOf(dispute.amountFen, dispute.toProviderFen!);
      return executeSplit(tx, locked, { ...move, to: "EXECUTED", split, ground: dispute.ground, data: { [own]: now } });
    }
    await moveDispute(tx, dispute, { ...move, to: "DECIDED", data: { [own]: now }, only: { [own]: null } }, now);
    await tellSides(tx, locked, [otherSide(party.side)], { kind: "contracts.notice.disputeWaived" }, now);
  });
}

import type { z } from "zod";
import { type DecideDispute, notBefore, type Split, sideDeadline } from "#app/contracts/disputes/dispute.ts";
import { lockAsJudge } from "#app/contracts/disputes/lock-dispute.server.ts";
import { moveDispute } from "#app/contracts/disputes/move-dispute.server.ts";
import { bothSides, tellSides } from "#app/contracts/disputes/tell-dispute.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";

type Input = z.output<typeof DecideDispute>;

/** An operator divides the frozen part between the sides, with reasons. It stays frozen for three days, in which either side may appeal. */
export async function decideDispute(viewer: Viewer, input: Input) {
  return transact(async (tx) => {
    const locked = await lockAsJudge(tx, viewer, input.disputeId);
    const { dispute, actor, now } = locked;
    await operatorAct(tx, viewer, { act: "decideDispute", subject: { type: "dispute", id: dispute.id }, reason: input.decision }, now);
    const split = splitFrom(input, dispute);
    const objectUntil = sideDeadline(now, policy.dispute.appealMs);
    const data = { ...split, ground: "DECISION", objectUntil, dueAt: notBefore(objectUntil, dispute.frozenUntil) } as const;
    await moveDispute(tx, dispute, { verb: "decideDispute", to: "DECIDED", actor, data, reason: input.decision }, now);
    await keepDecision(tx, viewer, { disputeId: dispute.id, instance: 1, split, reasons: input.decision }, now);
    const params = { toProviderFen: String(input.toProvider), toEmployerFen: String(input.toEmployer), untilAt: objectUntil.toISOString() };
    await tellSides(tx, locked, bothSides, { kind: "contracts.notice.disputeDecided", params }, now);
  });
}

/** Another operator decides on an appeal, for good. It is executed within a day. */
export async function decideAppeal(viewer: Viewer, input: Input) {
  return transact(async (tx) => {
    const locked = await lockAsJudge(tx, viewer, input.disputeId);
    const { dispute, actor, now } = locked;
    await operatorAct(tx, viewer, { act: "decideAppeal", subject: { type: "dispute", id: dispute.id }, reason: input.decision }, now);
    const split = splitFrom(input, dispute);
    const dueAt = notBefore(new Date(now.getTime() + policy.dispute.executeMs), dispute.frozenUntil);
    const data = { ...split, ground: "APPEAL", objectUntil: null, dueAt } as const;
    await moveDispute(tx, dispute, { verb: "decideAppeal", to: "FINAL", actor, data, reason: input.decision }, now);
    await keepDecision(tx, viewer, { disputeId: dispute.id, instance: 2, split, reasons: input.decision }, now);
    const params = { toProviderFen: String(input.toProvider), toEmployerFen: String(input.toEmployer), dueAt: dueAt.toISOString() };
    await tellSides(tx, locked, bothSides, { kind: "contracts.notice.disputeFinal", params }, now);
  });
}

function splitFrom(input: Input, dispute: { amountFen: bigint }): Split {
  if (input.toProvider + input.toEmployer !== dispute.amountFen)
    throw new Refusal("splitMustSum", { amountFen: String(dispute.amountFen) }, "toEmployer");
  return { toProviderFen: input.toProvider, toEmployerFen: input.toEmployer };
}

/** One decision of each instance, by two different operators: the table's own keys say so. */
async function keepDecision(
  tx: Tx,
  viewer: Viewer,
  { split, ...decision }: { disputeId: string; instance: 1 | 2; split: Split; reasons: string },
  at: Date,
) {
  const row = { ...decision, ...split, operatorId: viewer.userId, at };
  const { count } = await tx.disputeDecision.createMany({ data: [row], skipDuplicates: true });
  if (count === 0) throw new Refusal("otherOperator");
}

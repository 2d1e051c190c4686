import type { z } from "zod";
import { lockDispute } from "#app/contracts/disputes/lock-dispute.server.ts";
import type { DecideDispute } from "#app/contracts/milestones/milestone.ts";
import { heldFen } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { openNextStage } from "#app/contracts/milestones/open-next-stage.server.ts";
import { successFee } from "#app/contracts/settlement/fee.ts";
import { releasedBetween } from "#app/contracts/settlement/lock-pair.server.ts";
import { sendBack, takeBackFromLots } from "#app/contracts/settlement/pay-back.server.ts";
import { sendNet } from "#app/contracts/settlement/pay-out.server.ts";
import { settleMilestone } from "#app/contracts/settlement/settle-milestone.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { disputeSplit } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { type Actor, recordTransition } from "#app/transition.server.ts";

type Locked = Awaited<ReturnType<typeof lockDispute>>;

/** An operator divides the frozen part between the sides, with reasons. One movement executes the whole decision, once. */
export async function decideDispute(viewer: Viewer, input: z.output<typeof DecideDispute>) {
  return transact(async (tx) => {
    if (!viewer.operator) throw new Refusal("notFound");
    const locked = await lockDispute(tx, input.disputeId);
    const { contract, dispute, now } = locked;
    guardUnrelated(viewer, contract);
    await operatorAct(tx, viewer, { act: "decideDispute", subject: { type: "dispute", id: dispute.id }, reason: input.decision }, now);
    if (input.toProvider + input.toEmployer !== dispute.amountFen)
      throw new Refusal("splitMustSum", { amountFen: String(dispute.amountFen) }, "toEmployer");
    const split = { toProviderFen: input.toProvider, toEmployerFen: input.toEmployer };
    const { count } = await tx.dispute.updateMany({
      where: { id: dispute.id, state: "OPENED" },
      data: { state: "EXECUTED", decidedById: viewer.userId, decidedAt: now, decision: input.decision, ...split },
    });
    if (count === 0) throw new Refusal("wrongState");
    const actor: Actor = { userId: viewer.userId, role: "operator" };
    const move = { entity: "dispute", entityId: dispute.id, from: "OPENED", to: "EXECUTED", verb: "decideDispute", actor };
    await recordTransition(tx, { ...move, reason: input.decision }, now);
    await execute(tx, locked, split, actor);
    const params = { title: contract.title, toProviderFen: String(input.toProvider), toEmployerFen: String(input.toEmployer) };
    const notice = { kind: "contracts.notice.disputeDecided", params, href: `/contracts/${contract.id}/disputes/${dispute.id}` } as const;
    await notifyOrg(tx, contract.employerId, "contract:act", notice, now);
    await notifyOrg(tx, contract.providerId, "contract:act", notice, now);
    tellContract(tx, contract);
  });
}

/** Nobody judges a case of their own. */
function guardUnrelated(viewer: Viewer, contract: { employerId: string; providerId: string }) {
  if (viewer.orgs.some((org) => org.id === contract.employerId || org.id === contract.providerId)) throw new Refusal("notAllowed");
}

async function execute(
  tx: Tx,
  { contract, milestone, dispute, now }: Locked,
  split: { toProviderFen: bigint; toEmployerFen: bigint },
  actor: Actor,
) {
  const { toProviderFen, toEmployerFen } = split;
  const feeFen = toProviderFen > 0n ? successFee(await releasedBetween(tx, contract.employerId, contract.providerId), toProviderFen) : 0n;
  const back = await takeBackFromLots(tx, milestone.id, toEmployerFen);
  const sides = { milestoneId: milestone.id, providerId: contract.providerId, employerId: contract.employerId };
  const parts = { ...sides, ...split, feeFen, returnedFen: back.allocatedFen };
  await post(tx, disputeSplit({ key: `dispute:${dispute.id}`, ...parts }), now);
  const after = await tx.milestone.update({
    where: { id: milestone.id },
    data: {
      disputedFen: { decrement: dispute.amountFen },
      releasedFen: { increment: toProviderFen },
      refundedFen: { increment: toEmployerFen },
    },
  });
  if (heldFen(after) === 0n && milestone.state !== "RELEASING" && milestone.state !== "REFUNDING") {
    const to = after.releasedFen > 0n ? "RELEASING" : "REFUNDING";
    await moveMilestone(tx, milestone, { verb: "decideDispute", to, actor }, now);
    await openNextStage(tx, contract, null, now);
  }
  if (toProviderFen > 0n) await sendNet(tx, { contract, milestone }, toProviderFen - feeFen, feeFen, now);
  await sendBack(tx, { contract, milestone }, back, now);
  await settleMilestone(tx, contract, milestone.id, now);
}

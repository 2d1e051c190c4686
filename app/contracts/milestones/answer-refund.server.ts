import { type LockedContract, type LockedMilestone, lockMilestone, type Party, partyOf } from "#app/contracts/lock.server.ts";
import { heldFen, restFen } from "#app/contracts/milestones/milestone.ts";
import { moveMilestone } from "#app/contracts/milestones/move-milestone.server.ts";
import { openNextStage } from "#app/contracts/milestones/open-next-stage.server.ts";
import { payBack } from "#app/contracts/settlement/pay-back.server.ts";
import { settleMilestone } from "#app/contracts/settlement/settle-milestone.server.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";

export type RefundAnswer = "AGREED" | "REJECTED" | "WITHDRAWN";

/** The other side agrees or rejects; who proposed may withdraw. An agreed sum goes back at once; the stage goes on for the rest. */
export async function answerRefund(viewer: Viewer, proposalId: string, answer: RefundAnswer) {
  return transact(async (tx) => {
    const found = await tx.refundProposal.findUnique({ where: { id: proposalId }, select: { milestoneId: true } });
    if (!found) throw new Refusal("notFound");
    const { contract, milestone, now } = await lockMilestone(tx, found.milestoneId);
    const party = partyOf(viewer, contract);
    const { count } = await tx.refundProposal.updateMany({
      where: { id: proposalId, state: "PROPOSED", side: answer === "WITHDRAWN" ? party.side : { not: party.side } },
      data: { state: answer, answeredAt: now },
    });
    if (count === 0) throw new Refusal("wrongState");
    const { amountFen } = await tx.refundProposal.findUniqueOrThrow({ where: { id: proposalId }, select: { amountFen: true } });
    if (answer === "AGREED") await giveBackAgreed(tx, { contract, milestone, party, amountFen }, now);
    if (answer !== "WITHDRAWN") {
      const params = { title: contract.title, stage: milestone.title, amountFen: String(amountFen) };
      const kind = answer === "AGREED" ? "contracts.notice.refundAgreed" : "contracts.notice.refundRejected";
      await notifyOrg(tx, party.otherOrgId, "contract:act", { kind, params, href: `/contracts/${contract.id}` }, now);
    }
    tellContract(tx, contract);
  });
}

type Agreed = { contract: LockedContract; milestone: LockedMilestone; party: Party; amountFen: bigint };

async function giveBackAgreed(tx: Tx, { contract, milestone, party, amountFen }: Agreed, now: Date) {
  const rest = restFen(milestone);
  if (amountFen > rest) throw new Refusal("overRest", { restFen: String(rest), amountFen: String(rest) });
  const empty = heldFen(milestone) === amountFen;
  const to = empty ? "REFUNDING" : milestone.state;
  await moveMilestone(tx, milestone, { verb: "answerRefund", to, actor: party.actor }, now);
  await payBack(tx, { contract, milestone }, amountFen, now);
  if (!empty) return;
  await openNextStage(tx, contract, null, now);
  await settleMilestone(tx, contract, milestone.id, now);
}

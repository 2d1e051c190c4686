import { paysOut } from "#app/campaigns/campaign.ts";
import { creatorOf, lockCampaign } from "#app/campaigns/lock.server.ts";
import { campaignIdOf, lockPayout } from "#app/campaigns/paying-out/move-payout.server.ts";
import { unspentFen } from "#app/campaigns/paying-out/payout.ts";
import { guardNotSuspended, lockMilestone } from "#app/contracts/lock.server.ts";
import { markFunded } from "#app/contracts/milestones/mark-funded.server.ts";
import { stageAllocated } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { addAllocatedLot } from "#app/payments/lots.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Released money of a campaign funds a milestone of a task that one of its budget lines became: no card, and backers see what it is for. */
export async function allocate(viewer: Viewer, payoutId: string, milestoneId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign } = await lockCampaign(tx, await campaignIdOf(tx, payoutId));
    const actor = creatorOf(viewer, campaign, "pay:approve");
    const payout = await lockPayout(tx, payoutId);
    if (payout.state !== "RELEASABLE") throw new Refusal("wrongState");
    if (!paysOut.includes(campaign.moderation)) throw new Refusal("moneyStopped");
    const { contract, milestone, now } = await lockMilestone(tx, milestoneId);
    const budget = await tx.budgetTask.findUnique({ where: { taskId: contract.taskId }, select: { line: true } });
    if (budget?.line.campaignId !== campaign.id || contract.employerId !== campaign.creatorId) throw new Refusal("notFound");
    await guardNotSuspended(tx, contract);
    if (milestone.state !== "AWAITING_FUNDING") throw new Refusal("wrongState");
    const { amountFen } = milestone;
    const restFen = unspentFen(payout);
    if (amountFen > restFen) throw new Refusal("overRest", { restFen: String(restFen) });
    const { id: allocationId } = await tx.allocation.create({
      data: { payoutId, lineId: budget.line.id, milestoneId, amountFen, byUserId: viewer.userId, at: now },
      select: { id: true },
    });
    const of = { creatorId: campaign.creatorId, milestoneId, amountFen };
    await post(tx, stageAllocated({ key: `allocate:${allocationId}`, campaignId: campaign.id, ...of }), now);
    await addAllocatedLot(tx, { ...of, allocationId }, now);
    await tx.payout.update({ where: { id: payoutId }, data: { allocatedFen: { increment: amountFen } } });
    await markFunded(tx, { contract, milestone }, "allocation", { ...actor, role: "employer" }, now);
  });
}

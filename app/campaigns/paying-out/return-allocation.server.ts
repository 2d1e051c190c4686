import { lockCampaign } from "#app/campaigns/lock.server.ts";
import { campaignIdOf, lockPayout } from "#app/campaigns/paying-out/move-payout.server.ts";
import { withdrawRequested } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { repayFromPay } from "#app/payments/debts.server.ts";
import { allocatedCharge } from "#app/payments/intent.ts";
import { openIntent } from "#app/payments/open-intent.server.ts";
import { mayReceive } from "#app/payments/payees.server.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import type { Allocation } from "../../../generated/prisma/client.ts";

/** A transfer that failed is tried again after this long. */
const AGAIN_MS = 3_600_000;

/**
 * A task gave back what was allocated to it: the stage has it again, for other tasks or for its transfer. When the stage was sent already,
 * what came back is sent after it, once nothing of the milestone is open any more.
 */
export async function returnAllocation(allocationId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { payoutId } = await tx.allocation.findUniqueOrThrow({ where: { id: allocationId }, select: { payoutId: true } });
    const { campaign, now } = await lockCampaign(tx, await campaignIdOf(tx, payoutId));
    const payout = await lockPayout(tx, payoutId);
    const allocation = await tx.allocation.findUniqueOrThrow({ where: { id: allocationId } });
    const lot = await tx.fundingLot.findUniqueOrThrow({ where: { chargeId: allocatedCharge(allocationId) } });
    const back = lot.refundedFen - allocation.returnedFen;
    if (payout.state === "RELEASABLE" || payout.state === "FAILED") {
      if (back <= 0n) throw new Refusal("wrongState");
      await tx.allocation.update({ where: { id: allocationId }, data: { returnedFen: lot.refundedFen } });
      await tx.payout.update({ where: { id: payoutId }, data: { allocatedFen: { decrement: back } } });
      return true;
    }
    const closed = lot.refundedFen + lot.transferredFen === lot.amountFen;
    const waits = allocation.sentAt !== null && allocation.sentAt.getTime() + AGAIN_MS > now.getTime();
    if (payout.state !== "RELEASED" || !closed || back <= 0n || waits) return false;
    const where = { purpose: "pay-stage", refType: "allocation", refId: allocationId, state: { not: "FAILED" } } as const;
    if ((await tx.pspIntent.count({ where })) > 0) return false;
    return sendAfter(tx, campaign, { ...allocation, amountFen: back }, now);
  });
}

async function sendAfter(tx: Tx, campaign: { id: string; creatorId: string }, { id, amountFen: backFen, attempts }: Allocation, now: Date) {
  const orgId = campaign.creatorId;
  // What the creator owes is paid first.
  const pay = { orgId, amountFen: backFen, key: `repaid:${id}:${attempts}`, source: "stage" as const, ref: campaign.id };
  const keptFen = await repayFromPay(tx, pay, now);
  if (keptFen > 0n)
    await tx.allocation.update({ where: { id }, data: { returnedFen: { increment: keptFen }, attempts: { increment: 1 } } });
  const amountFen = backFen - keptFen;
  if (amountFen === 0n) return true;
  if (!(await mayReceive(tx, orgId, now))) return false;
  await tx.allocation.update({ where: { id }, data: { sentAt: now, attempts: { increment: 1 } } });
  await post(tx, withdrawRequested({ key: `withdraw:${id}:${attempts}`, ref: campaign.id, providerId: orgId, amountFen }), now);
  const params = { transferGroup: `campaign_${campaign.id}`, destinationOrgId: orgId };
  await openIntent(tx, { kind: "TRANSFER", purpose: "pay-stage", refType: "allocation", refId: id, orgId, amountFen, params }, now);
  return true;
}

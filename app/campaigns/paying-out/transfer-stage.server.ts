import { paysOut } from "#app/campaigns/campaign.ts";
import { creatorOf, lockCampaign } from "#app/campaigns/lock.server.ts";
import { campaignIdOf, lockPayout, movePayout } from "#app/campaigns/paying-out/move-payout.server.ts";
import { unspentFen } from "#app/campaigns/paying-out/payout.ts";
import { withdrawRequested } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { repayFromPay } from "#app/payments/debts.server.ts";
import { openIntent } from "#app/payments/open-intent.server.ts";
import { isPayable } from "#app/payments/payees.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";
import type { Payout } from "../../../generated/prisma/client.ts";

/** What is left of a released stage is sent to the creator's account: by the creator's wish, or by the clock when the time for tasks is over. */
export async function transferStage(viewer: Viewer | null, payoutId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, await campaignIdOf(tx, payoutId));
    const actor = viewer ? creatorOf(viewer, campaign, "pay:approve") : byClock;
    const locked = await lockPayout(tx, payoutId);
    const isDue = locked.state === "FAILED" ? locked.retryAt && locked.retryAt <= now : locked.transferAt && locked.transferAt <= now;
    if (!viewer && !isDue) throw new Refusal("wrongState");
    if (!paysOut.includes(campaign.moderation)) throw new Refusal("moneyStopped");
    const payout = await repay(tx, campaign, locked, now);
    const amountFen = unspentFen(payout);
    if (amountFen === 0n && isOpen(payout)) {
      const move =
        payout.clawedFen === payout.grossFen
          ? ({ verb: "clawBack", to: "CLAWED_BACK" } as const)
          : ({ verb: "finishStage", to: "RELEASED" } as const);
      return movePayout(tx, payout, { ...move, actor, data: { releasedAt: now, retryAt: null } }, now);
    }
    if (amountFen <= 0n) throw new Refusal("wrongState");
    if (!(await isPayable(campaign.creatorId, tx))) throw new Refusal("payeeFirst");
    const data = { transferredFen: { increment: amountFen }, retryAt: null };
    await movePayout(tx, payout, { verb: "transferStage", to: "RELEASING", actor, data }, now);
    const orgId = campaign.creatorId;
    const hold = { key: `withdraw:${payout.id}:${payout.attempts}`, ref: campaign.id, providerId: orgId, amountFen };
    await post(tx, withdrawRequested(hold), now);
    const params = { transferGroup: `campaign_${campaign.id}`, destinationOrgId: orgId };
    const about = { purpose: "pay-stage", refType: "payout", refId: payout.id, orgId, amountFen };
    await openIntent(tx, { kind: "TRANSFER", ...about, params }, now);
  });
}

/** Released and not on its way: what is left of it is to be sent, or nothing is left of it. */
const isOpen = ({ state }: Payout) => state === "RELEASABLE" || state === "FAILED";

/** What the creator came to owe since the release is paid before anything is sent. */
async function repay(tx: Tx, campaign: { id: string; creatorId: string }, payout: Payout, now: Date): Promise<Payout> {
  if (!isOpen(payout)) return payout;
  const key = `repaid:${payout.id}:${payout.attempts}:${payout.takenFen}`;
  const pay = { orgId: campaign.creatorId, amountFen: unspentFen(payout), key, source: "stage" as const, ref: campaign.id };
  const takenFen = await repayFromPay(tx, pay, now);
  if (takenFen === 0n) return payout;
  return tx.payout.update({ where: { id: payout.id }, data: { takenFen: { increment: takenFen } } });
}

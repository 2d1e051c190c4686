import { isFrozenCharge } from "#app/payments/frozen-charges.server.ts";
import { refundWindowMs } from "#app/payments/intent.ts";
import { openIntent } from "#app/payments/open-intent.server.ts";
import { notifyUsers } from "#app/people/notify.server.ts";
import type { Tx } from "#app/transact.server.ts";
import type { PledgeRefund } from "../../../generated/prisma/client.ts";

/** A refund of a disputed payment is looked at again after this long. */
const FROZEN_MS = 3_600_000;

/** A refund starts on its way to the channel. One whose payment method takes nothing back any more asks its backer where else to pay it. */
export async function sendBack(tx: Tx, row: PledgeRefund, pledge: { orgId: string; userId: string }, now: Date): Promise<void> {
  // While the bank decides about the card payment, the channel gives nothing of it back.
  if (await isFrozenCharge(tx, row.chargeId)) {
    await tx.pledgeRefund.update({ where: { id: row.id }, data: { state: "READY", retryAt: new Date(now.getTime() + FROZEN_MS) } });
    return;
  }
  const lot = await tx.fundingLot.findUniqueOrThrow({ where: { chargeId: row.chargeId }, select: { method: true, createdAt: true } });
  const windowMs = refundWindowMs(lot.method);
  if (windowMs !== null && lot.createdAt.getTime() + windowMs <= now.getTime()) return askPayee(tx, row, pledge.userId, now);
  await openIntent(
    tx,
    {
      kind: "REFUND",
      purpose: "refund-pledge",
      refType: "pledgeRefund",
      refId: row.id,
      orgId: pledge.orgId,
      amountFen: row.amountFen - row.keptFen,
      params: { chargeId: row.chargeId, transferGroup: `campaign_${row.campaignId}` },
    },
    now,
  );
  await tx.pledgeRefund.update({ where: { id: row.id }, data: { state: "SENDING", sentAt: now, retryAt: null } });
}

/** The original route is closed: the money stays owed until the backer says where it is to go. */
export async function askPayee(tx: Tx, row: PledgeRefund, userId: string, now: Date): Promise<void> {
  await tx.pledgeRefund.update({ where: { id: row.id }, data: { state: "ASKING", retryAt: null } });
  const { title } = await tx.campaign.findUniqueOrThrow({ where: { id: row.campaignId }, select: { title: true } });
  const params = { title, amountFen: String(row.amountFen - row.keptFen) };
  await notifyUsers(tx, [userId], { kind: "campaigns.notice.payeeAsked", params, href: `/pledges/${row.pledgeId}` }, now);
}

import { freeFen } from "#app/campaigns/campaign.ts";
import { takeReleased } from "#app/campaigns/paying-out/take-released.server.ts";
import { sendBack } from "#app/campaigns/refunding/send-back.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { pledgeRefundDecided } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { takeFromLots } from "#app/payments/lots.server.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx } from "#app/transact.server.ts";
import type { PledgeRefundReason } from "../../../generated/prisma/enums.ts";

type Of = { campaign: { id: string; creatorId: string; title: string }; pledge: { id: string; orgId: string; userId: string } };
/** key names the fact that the refund follows from: the same fact gives back once. */
export type Back = { amountFen: bigint; reason: PledgeRefundReason; key: string };

/**
 * Money of a pledge goes back to its backer by the way it came: out of the campaign's escrow, and what was released already out of the
 * creator's account or on the creator's debt. The caller holds the campaign's and the pledge's locks and moves the pledge's state.
 */
export async function giveBack(tx: Tx, { campaign, pledge }: Of, { amountFen, reason, key }: Back, now: Date): Promise<void> {
  if ((await tx.pledgeRefund.count({ where: { key } })) > 0) return;
  await raiseRefunded(tx, pledge.id, amountFen);
  const held = freeFen(
    await tx.campaign.findUniqueOrThrow({
      where: { id: campaign.id },
      select: { receivedFen: true, refundedFen: true, releasedFen: true, cardFrozenFen: true },
    }),
  );
  const fromEscrow = held < amountFen ? held : amountFen;
  const about = { key: `pledge-back:${key}`, campaignId: campaign.id, orgId: pledge.orgId };
  if (fromEscrow > 0n) await post(tx, pledgeRefundDecided({ ...about, amountFen: fromEscrow }), now);
  if (fromEscrow < amountFen) await takeReleased(tx, campaign, { key, orgId: pledge.orgId, amountFen: amountFen - fromEscrow }, now);
  await tx.campaign.update({
    where: { id: campaign.id },
    data: { refundedFen: { increment: amountFen }, releasedFen: { decrement: amountFen - fromEscrow }, v: { increment: 1 } },
  });
  const parts = await takeFromLots(tx, "pledge", pledge.id, amountFen, "refund");
  for (const [i, { chargeId, amountFen: partFen }] of parts.entries()) {
    const row = await tx.pledgeRefund.create({
      data: {
        pledgeId: pledge.id,
        campaignId: campaign.id,
        key: i === 0 ? key : `${key}:${i + 1}`,
        reason,
        chargeId,
        amountFen: partFen,
        entitledAt: now,
      },
    });
    await sendBack(tx, row, pledge, now);
  }
  afterCommit(tx, () => announceCampaign(campaign.id));
}

/** Never more than came in, and nothing while the card's bank is disputing it. */
async function raiseRefunded(tx: Tx, pledgeId: string, amountFen: bigint) {
  const raised = await tx.$executeRaw`
    UPDATE "Pledge" SET "refundedFen" = "refundedFen" + ${amountFen}
     WHERE id = ${pledgeId}::uuid AND state NOT IN ('DISPUTED', 'CHARGED_BACK') AND ${amountFen} > 0
       AND "refundedFen" + "chargedBackFen" + ${amountFen} <= "collectedFen"`;
  if (raised !== 1) throw new Refusal("nothingToGiveBack");
}

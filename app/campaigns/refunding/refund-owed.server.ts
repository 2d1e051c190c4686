import { lockPledge } from "#app/campaigns/lock.server.ts";
import { giveBack } from "#app/campaigns/refunding/give-back.server.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { PledgeRefundReason } from "../../../generated/prisma/enums.ts";

const reasonOf = (endReason: string | null) =>
  Object.values(PledgeRefundReason).find((reason) => reason === endReason) ?? PledgeRefundReason.OPERATOR;

/** A pledge that ended with thousands of others gets its money back: all that is left of it. */
export async function refundOwed(pledgeId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    const amountFen = pledge.collectedFen - pledge.refundedFen - pledge.chargedBackFen;
    if (pledge.state !== "REFUNDING" || amountFen <= 0n) throw new Refusal("wrongState");
    await giveBack(
      tx,
      { campaign, pledge },
      { amountFen, reason: reasonOf(pledge.endReason), key: `end:${pledge.id}:${pledge.refundedFen}` },
      now,
    );
  });
}

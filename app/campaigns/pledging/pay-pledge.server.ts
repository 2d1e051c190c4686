import { backerOf, lockPledge } from "#app/campaigns/lock.server.ts";
import { openIntent } from "#app/payments/open-intent.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/**
 * The backer of a claim (or of a change that costs more) goes to the till: to leave a card that is charged after success, or to pay now by
 * wallet. Asking twice is the same wish. The page is asked for afterwards and ends with the claim.
 */
export async function payPledge(viewer: Viewer, pledgeId: string) {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    backerOf(viewer, pledge);
    const version = await tx.pledgeVersion.findFirst({ where: { pledgeId: pledge.id, state: "CLAIMED" } });
    if (!version?.untilAt || version.untilAt <= now) throw new Refusal("claimOver");
    const keepsCard = pledge.lane === "CARD" && !pledge.late;
    const intent = await openIntent(
      tx,
      {
        kind: keepsCard ? "SETUP" : "CHECKOUT",
        purpose: keepsCard ? "save-card" : "pay-pledge",
        refType: "pledgeVersion",
        refId: version.id,
        orgId: pledge.orgId,
        amountFen: keepsCard ? 0n : version.dueFen,
        params: {
          transferGroup: `campaign_${campaign.id}`,
          lot: { refType: "pledge", refId: pledge.id },
          // A card is never charged before success: what is paid now and held comes from a wallet.
          ...(keepsCard || pledge.late ? {} : { methods: ["alipay", "wechat_pay"] }),
        },
      },
      now,
    );
    return { intentId: intent.id, title: campaign.title, endsAt: version.untilAt };
  });
}

import { lockUnpaid } from "#app/campaigns/collecting/lock-unpaid.server.ts";
import { openIntent } from "#app/payments/open-intent.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/**
 * The backer pays by themselves what the card did not give, with any card or wallet, on a page that ends with the window. While the page
 * is open the kept card is left alone: one pledge has one payment under way.
 */
export async function fixPayment(viewer: Viewer, pledgeId: string): Promise<{ intentId: string; title: string; endsAt: Date }> {
  return transact(async (tx) => {
    const { campaign, pledge, versionId, windowEndsAt, now } = await lockUnpaid(tx, viewer, pledgeId);
    const of = { purpose: "collect-pledge", refType: "pledgeVersion", refId: versionId };
    const charging = await tx.pspIntent.count({ where: { ...of, kind: "CHARGE", state: { not: "FAILED" } } });
    if (charging > 0) throw new Refusal("paymentOpen");
    const params = { transferGroup: `campaign_${campaign.id}`, lot: { refType: "pledge", refId: pledgeId } };
    const wish = { kind: "CHECKOUT", ...of, orgId: pledge.orgId, amountFen: pledge.amountFen, params } as const;
    const { id } = await openIntent(tx, wish, now);
    return { intentId: id, title: campaign.title, endsAt: windowEndsAt };
  });
}

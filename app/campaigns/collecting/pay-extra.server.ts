import { backerOf, lockPledge } from "#app/campaigns/lock.server.ts";
import { openIntent } from "#app/payments/open-intent.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** A backer chooses to pay what sending costs more, on a page of their own: nothing of it is ever charged to a kept card. */
export async function payExtra(viewer: Viewer, pledgeId: string): Promise<{ intentId: string; title: string; endsAt: Date }> {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    backerOf(viewer, pledge);
    const rise = await tx.extraCost.findFirst({ where: { pledgeId, paidAt: null, untilAt: { gt: now } }, orderBy: { untilAt: "desc" } });
    if (!rise || pledge.state !== "COLLECTED") throw new Refusal("wrongState");
    const sent = await tx.shipment.count({ where: { pledgeId, state: { in: ["SHIPPED", "DELAYED", "DELIVERED"] } } });
    if (sent > 0) throw new Refusal("wrongState");
    const params = { transferGroup: `campaign_${campaign.id}`, lot: { refType: "pledge", refId: pledgeId } };
    const of = { purpose: "pay-extra", refType: "extraCost", refId: rise.id } as const;
    const { id } = await openIntent(tx, { kind: "CHECKOUT", ...of, orgId: pledge.orgId, amountFen: rise.dueFen, params }, now);
    return { intentId: id, title: campaign.title, endsAt: rise.untilAt };
  });
}

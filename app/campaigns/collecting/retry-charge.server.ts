import { beginCharges } from "#app/campaigns/collecting/charge-pledges.server.ts";
import { lockUnpaid } from "#app/campaigns/collecting/lock-unpaid.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

const DAY = 86_400_000;

/** The backer lets the kept card be tried again now: a few times a day, and never beside another payment of the same pledge. */
export async function retryCharge(viewer: Viewer, pledgeId: string): Promise<void> {
  return transact(async (tx) => {
    const { pledge, versionId, actor, now } = await lockUnpaid(tx, viewer, pledgeId);
    const { customerId, paymentMethodId, state } = pledge;
    if (state !== "ERRORED" || pledge.hardDecline || !customerId || !paymentMethodId) throw new Refusal("wrongState");
    const of = { purpose: "collect-pledge", refType: "pledgeVersion", refId: versionId };
    if ((await tx.pspIntent.count({ where: { ...of, state: { not: "FAILED" } } })) > 0) throw new Refusal("paymentOpen");
    const today = { gt: new Date(now.getTime() - DAY) };
    if ((await tx.pspIntent.count({ where: { ...of, createdAt: today } })) >= policy.retriesPerDay) throw new Refusal("retriesUsed");
    const { campaignId, orgId, amountFen } = pledge;
    await beginCharges(tx, [{ id: pledgeId, campaignId, orgId, amountFen, customerId, paymentMethodId, versionId }], "ERRORED", actor, now);
  });
}

import { lockPledge } from "#app/campaigns/lock.server.ts";
import { movePledge } from "#app/campaigns/move.server.ts";
import { returnUnits } from "#app/campaigns/pledging/return-units.server.ts";
import { notifyUsers } from "#app/people/notify.server.ts";
import { enqueue, enqueueLook } from "#app/queue.server.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/**
 * The window is over and the pledge was not paid: it is dropped. While its payment is still under way, that is waited for, and an open
 * page is ended first. Its units can be had again only where late pledges are taken.
 */
export async function dropPledge(pledgeId: string): Promise<boolean> {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    if (!campaign.windowEndsAt || campaign.windowEndsAt > now || pledge.nextAttemptAt) throw new Refusal("wrongState");
    const version = await tx.pledgeVersion.findFirstOrThrow({ where: { pledgeId, state: "CURRENT" }, select: { id: true } });
    const open = await tx.pspIntent.findFirst({
      where: { purpose: "collect-pledge", refType: "pledgeVersion", refId: version.id, state: { not: "FAILED" } },
      select: { id: true, kind: true },
    });
    if (open) {
      if (open.kind === "CHECKOUT") await enqueueLook(tx, "end-checkout", { intentId: open.id }, { key: open.id, seconds: 20 });
      return false;
    }
    const data = { endedAt: now, endReason: pledge.lastDecline };
    await movePledge(tx, pledge, { verb: "dropPledge", to: "DROPPED", actor: byClock, data }, now);
    if (campaign.latePledge === "SCHEDULED" || campaign.latePledge === "OPEN") await returnUnits(tx, version.id, now);
    if (pledge.paymentMethodId) await enqueue(tx, "forget-card", { paymentMethodId: pledge.paymentMethodId });
    const params = { title: campaign.title, amountFen: String(pledge.amountFen) };
    await notifyUsers(tx, [pledge.userId], { kind: "campaigns.notice.dropped", params, href: `/pledges/${pledge.id}` }, now);
    return true;
  });
}

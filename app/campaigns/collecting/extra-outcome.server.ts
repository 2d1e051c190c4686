import { lockPledge } from "#app/campaigns/lock.server.ts";
import { movePledge } from "#app/campaigns/move.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { giveBack } from "#app/campaigns/refunding/give-back.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { pledgeReceived } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { signal } from "#app/live/live.server.ts";
import type { PurposeHandler } from "#app/payments/purpose.ts";
import { notifyUsers } from "#app/people/notify.server.ts";
import { afterCommit } from "#app/transact.server.ts";
import { byStripe } from "#app/transition.server.ts";

/** A backer paid what sending costs more. What comes when the time is over, or when the pledge is being given back, goes back, too. */
export const extraOutcome: PurposeHandler = {
  async succeeded(tx, intent, _facts, now) {
    const { pledgeId } = await tx.extraCost.findUniqueOrThrow({ where: { id: intent.refId }, select: { pledgeId: true } });
    const { campaign, pledge } = await lockPledge(tx, pledgeId);
    const { id: campaignId, title } = campaign;
    const { amountFen } = intent;
    await post(tx, pledgeReceived({ intentId: intent.id, campaignId, amountFen }), now);
    await tx.pledge.update({ where: { id: pledgeId }, data: { collectedFen: { increment: amountFen } } });
    await tx.campaign.update({ where: { id: campaignId }, data: { receivedFen: { increment: amountFen }, v: { increment: 1 } } });
    afterCommit(tx, () => {
      announceCampaign(campaignId);
      signal({ user: pledge.userId }, `pledge:${pledgeId}`);
    });
    const leaves = pledge.state === "REFUNDING" || pledge.state === "REFUNDED";
    const inTime = { id: intent.refId, paidAt: null, untilAt: { gt: new Date(now.getTime() - policy.drainMs) } };
    const { count } = leaves ? { count: 0 } : await tx.extraCost.updateMany({ where: inTime, data: { paidAt: now } });
    if (count === 0) {
      if (pledge.state === "REFUNDED")
        await movePledge(tx, pledge, { verb: "reopenRefund", to: "REFUNDING", actor: byStripe, data: { endedAt: null } }, now);
      await giveBack(tx, { campaign, pledge }, { amountFen, reason: "PAID_LATE", key: `late:${intent.id}` }, now);
    }
    const kind = count === 0 ? ("campaigns.notice.paidLate" as const) : ("campaigns.notice.extraPaid" as const);
    await notifyUsers(tx, [pledge.userId], { kind, params: { title, amountFen: String(amountFen) }, href: `/pledges/${pledgeId}` }, now);
  },
  async failed() {
    // A page that was left unpaid changes nothing: it is sent at the old price.
  },
};

import { lockCampaign } from "#app/campaigns/lock.server.ts";
import { campaignIdOf, lockPayout } from "#app/campaigns/paying-out/move-payout.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { notifyOperators, notifyOrg } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** Money of a stage has stood with the platform for long: at 75 days everybody is warned, at 85 an operator is to write down what happens. */
export async function watchHold(payoutId: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, await campaignIdOf(tx, payoutId));
    const payout = await lockPayout(tx, payoutId);
    const since = campaign.closedAt;
    if (!since || (payout.state !== "PLANNED" && payout.state !== "HELD")) throw new Refusal("wrongState");
    const age = now.getTime() - since.getTime();
    const params = { title: campaign.title, n: payout.stage };
    const desk = { href: "/desk/campaigns/money", params, subject: `hold:${payoutId}` };
    if (age >= policy.holdDecideMs && payout.warnedAt) return notifyOperators(tx, { kind: "campaigns.notice.holdDecide", ...desk }, now);
    if (age < policy.holdWarnMs || payout.warnedAt) throw new Refusal("wrongState");
    await tx.payout.update({ where: { id: payoutId }, data: { warnedAt: now } });
    const notice = { kind: "campaigns.notice.holdLong", params, href: `/campaigns/${campaign.id}/manage/money` } as const;
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", notice, now);
    await notifyOperators(tx, { ...notice, href: desk.href }, now);
  });
}

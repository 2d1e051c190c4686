import { lockCampaign, reviewerOf } from "#app/campaigns/lock.server.ts";
import { campaignIdOf, lockPayout, movePayout } from "#app/campaigns/paying-out/move-payout.server.ts";
import { feeOf, releaseFen } from "#app/campaigns/paying-out/payout.ts";
import { stageFacts } from "#app/campaigns/paying-out/stage-bars.server.ts";
import { barsOf, firmBars } from "#app/campaigns/paying-out/stage-bars.ts";
import { policy } from "#app/campaigns/policy.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import { stageAvailable, stageReleased } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { repayFromPay } from "#app/payments/debts.server.ts";
import { lookSoon } from "#app/payments/payee-looks.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/**
 * A stage of the campaign's money becomes the creator's: by the clock when nothing stands in its way, or by an operator's reasoned
 * decision, which lifts what is only a matter of proof. The charges behind it must be available at the channel: until then it waits.
 */
export async function releaseStage(viewer: Viewer | null, payoutId: string, reason: string | null = null): Promise<void> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, await campaignIdOf(tx, payoutId));
    const actor = viewer ? reviewerOf(viewer, campaign) : byClock;
    const payout = await lockPayout(tx, payoutId);
    const facts = await stageFacts(tx, campaign, payout, now);
    const [bar] = barsOf(facts).filter((name) => !viewer || firmBars.includes(name));
    const grossFen = releaseFen(campaign, facts.cumulativeBps, facts.owedFen);
    if (bar || grossFen === null) throw new Refusal("stageNotReady");
    const feeFen = feeOf(grossFen);
    if ((await balanceOf("psp:available:cny", tx)) < grossFen - feeFen) throw new Refusal("notAvailableYet");
    const of = { campaignId: campaign.id, creatorId: campaign.creatorId };
    await post(tx, stageReleased({ key: `stage:${payout.id}`, ...of, grossFen, feeFen }), now);
    const net = { creatorId: campaign.creatorId, ref: campaign.id, amountFen: grossFen - feeFen };
    await post(tx, stageAvailable({ key: `stage-available:${payout.id}`, ...net }), now);
    // What the creator owes is paid first.
    const pay = { orgId: campaign.creatorId, amountFen: grossFen - feeFen, ref: campaign.id };
    const takenFen = await repayFromPay(tx, { ...pay, key: `repaid:${payout.id}`, source: "stage" }, now);
    await tx.campaign.update({ where: { id: campaign.id }, data: { releasedFen: { increment: grossFen }, v: { increment: 1 } } });
    const transferAt = new Date(now.getTime() + policy.allocateMs);
    const data = { grossFen, feeFen, takenFen, releasableAt: now, transferAt, holdReason: null, retryAt: null };
    // A held stage that an operator releases is first let go.
    if (payout.state === "HELD") await movePayout(tx, payout, { verb: "unholdStage", to: "PLANNED", actor, reason }, now);
    await movePayout(tx, { ...payout, state: "PLANNED" }, { verb: "releaseStage", to: "RELEASABLE", actor, reason, data }, now);
    if (viewer) await operatorAct(tx, viewer, { act: "releaseStage", subject: { type: "campaign", id: campaign.id }, reason }, now);
    const params = { title: campaign.title, n: payout.stage, amountFen: String(grossFen - feeFen), atAt: transferAt.toISOString() };
    const href = `/campaigns/${campaign.id}/manage/money`;
    await notifyOrg(tx, campaign.creatorId, "pay:approve", { kind: "campaigns.notice.stageReleased", params, href }, now);
    await lookSoon(tx, campaign.creatorId, now);
    afterCommit(tx, () => announceCampaign(campaign.id));
  });
}

import { lockCampaign, reviewerOf } from "#app/campaigns/lock.server.ts";
import { campaignIdOf, lockPayout, movePayout } from "#app/campaigns/paying-out/move-payout.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** An operator stops a stage that is still to come, with the reason that its creator reads; or lets it go on. */
export async function holdStage(viewer: Viewer, payoutId: string, hold: boolean, reason: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, await campaignIdOf(tx, payoutId));
    const actor = reviewerOf(viewer, campaign);
    const payout = await lockPayout(tx, payoutId);
    if (hold) {
      if (payout.state !== "PLANNED") throw new Refusal("wrongState");
      await movePayout(tx, payout, { verb: "holdStage", to: "HELD", actor, reason, data: { holdReason: reason } }, now);
    } else await movePayout(tx, payout, { verb: "unholdStage", to: "PLANNED", actor, reason, data: { holdReason: null } }, now);
    await operatorAct(tx, viewer, { act: hold ? "holdStage" : "unholdStage", subject: { type: "campaign", id: campaign.id }, reason }, now);
    const kind = hold ? ("campaigns.notice.stageHeld" as const) : ("campaigns.notice.stageUnheld" as const);
    const params = { title: campaign.title, n: payout.stage, reason };
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind, params, href: `/campaigns/${campaign.id}/manage/money` }, now);
  });
}

import { lockDefect, moveDefect } from "#app/campaigns/fulfilling/defects/lock-defect.server.ts";
import { refundDefect } from "#app/campaigns/fulfilling/defects/refund-defect.server.ts";
import { backerOf } from "#app/campaigns/lock.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** The backer takes what is offered, or says nothing for 15 days (viewer null). A refund is sent at once and ends the matter. */
export async function acceptRemedy(viewer: Viewer | null, defectId: string) {
  return transact(async (tx) => {
    const locked = await lockDefect(tx, defectId);
    const { campaign, pledge, defect, now } = locked;
    const actor = viewer ? backerOf(viewer, pledge) : byClock;
    if (!viewer && (defect.state !== "ANSWERED" || !defect.decideBy || defect.decideBy > now)) throw new Refusal("wrongState");
    const lasting = defect.remedy === "REPLACE" || defect.remedy === "REPAIR";
    await moveDefect(tx, locked, { verb: "acceptRemedy", to: lasting ? "ACCEPTED" : "CLOSED", actor, data: { decideBy: null } }, now);
    if (defect.remedy === "REFUND" && defect.remedyFen) await refundDefect(tx, locked, defect.remedyFen, actor, now);
    const href = `/campaigns/${campaign.id}/manage/defects`;
    const notice = { kind: "campaigns.notice.remedyAccepted", params: { title: campaign.title }, href } as const;
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", notice, now);
  });
}

/** The matter is settled for the backer. */
export async function closeDefect(viewer: Viewer, defectId: string) {
  return transact(async (tx) => {
    const locked = await lockDefect(tx, defectId);
    const actor = backerOf(viewer, locked.pledge);
    await moveDefect(tx, locked, { verb: "closeDefect", to: "CLOSED", actor, data: { decideBy: null } }, locked.now);
  });
}

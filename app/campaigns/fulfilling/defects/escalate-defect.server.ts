import { lockDefect, moveDefect } from "#app/campaigns/fulfilling/defects/lock-defect.server.ts";
import { backerOf } from "#app/campaigns/lock.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import { notifyOperators, notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

/** The platform decides: because the backer is not content, or because the creator was silent for 7 days (viewer null). */
export async function escalateDefect(viewer: Viewer | null, defectId: string) {
  return transact(async (tx) => {
    const locked = await lockDefect(tx, defectId);
    const { campaign, pledge, defect, now } = locked;
    const actor = viewer ? backerOf(viewer, pledge) : byClock;
    // While the creator may still answer, the backer waits.
    if (defect.state === "REPORTED" && defect.answerBy > now) throw new Refusal(viewer ? "answerPending" : "wrongState");
    if (!viewer && defect.state !== "REPORTED") throw new Refusal("wrongState");
    const decideBy = new Date(now.getTime() + policy.defectDecideMs);
    await moveDefect(tx, locked, { verb: "escalateDefect", to: "ESCALATED", actor, data: { decideBy } }, now);
    const params = { title: campaign.title, decideBy: decideBy.toISOString() };
    const kind = "campaigns.notice.defectEscalated";
    await notifyOperators(tx, { kind, params, href: `/desk/campaigns/defects/${defectId}` }, now);
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind, params, href: `/campaigns/${campaign.id}/manage/defects` }, now);
    if (!viewer) await tellPledges(tx, [{ id: pledge.id, userId: pledge.userId, params }], kind, now);
  });
}

/** The platform is late itself: its operators hear of it once. */
export async function remindDefect(defectId: string) {
  return transact(async (tx) => {
    const { campaign, defect, now } = await lockDefect(tx, defectId);
    const subject = `defect:${defectId}`;
    const due = defect.state === "ESCALATED" && defect.decideBy !== null && defect.decideBy <= now;
    if (!due || (await tx.notice.count({ where: { subject } })) > 0) throw new Refusal("wrongState");
    const href = `/desk/campaigns/defects/${defectId}`;
    await notifyOperators(tx, { kind: "campaigns.notice.defectOverdue", params: { title: campaign.title }, href, subject }, now);
  });
}

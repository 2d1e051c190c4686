import type { z } from "zod";
import type { DecideDefect } from "#app/campaigns/fulfilling/defects/defect.ts";
import { lockDefect, moveDefect } from "#app/campaigns/fulfilling/defects/lock-defect.server.ts";
import { refundDefect } from "#app/campaigns/fulfilling/defects/refund-defect.server.ts";
import { reviewerOf } from "#app/campaigns/lock.server.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** An operator decides what the backer gets, with reasons. A refund is sent at once; whom it concerns does not judge. */
export async function decideDefect(viewer: Viewer, { defectId, remedy, amount, decision }: z.output<typeof DecideDefect>) {
  return transact(async (tx) => {
    if (!viewer.operator) throw new Refusal("notFound");
    const locked = await lockDefect(tx, defectId);
    const { campaign, pledge, now } = locked;
    const actor = reviewerOf(viewer, campaign);
    if (pledge.userId === viewer.userId) throw new Refusal("selfDealing");
    await operatorAct(tx, viewer, { act: "decideDefect", subject: { type: "defect", id: defectId }, reason: decision }, now);
    const remedyFen = remedy === "REFUND" ? amount : null;
    const to = remedy === "REPLACE" || remedy === "REPAIR" ? "DECIDED" : "CLOSED";
    const data = { remedy, remedyFen, decision, decidedById: viewer.userId, decidedAt: now, decideBy: null };
    await moveDefect(tx, locked, { verb: "decideDefect", to, actor, reason: decision, data }, now);
    if (remedyFen) await refundDefect(tx, locked, remedyFen, actor, now);
    const params = { title: campaign.title };
    const kind = "campaigns.notice.defectDecided";
    await tellPledges(tx, [{ id: pledge.id, userId: pledge.userId, params }], kind, now);
    await notifyOrg(tx, campaign.creatorId, "campaign:manage", { kind, params, href: `/campaigns/${campaign.id}/manage/defects` }, now);
  });
}

import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import { lockCampaign } from "#app/campaigns/lock.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, appNow, transact } from "#app/transact.server.ts";

export type Outage = { fromAt: Date; toAt: Date; reason: string };
const DAY = 86_400_000;

/**
 * The one exception to a fixed end: after an outage of half an hour within the last day, every campaign that was live during it and still
 * runs gets a day more, once, in the open. Returns how many.
 */
export async function extendAfterOutage(viewer: Viewer, { fromAt, toAt, reason }: Outage): Promise<number> {
  return transact(async (tx) => {
    const now = await appNow(tx);
    const lasted = toAt.getTime() - fromAt.getTime();
    if (lasted < policy.outageMs || toAt > now || now.getTime() - toAt.getTime() > DAY) throw new Refusal("noOutage");
    const details = { fromAt: fromAt.toISOString(), toAt: toAt.toISOString() };
    await operatorAct(tx, viewer, { act: "extendAfterOutage", subject: { type: "platform", id: "outage" }, reason, details }, now);
    const affected = await tx.campaign.findMany({
      where: { lifecycle: "LIVE", launchedAt: { lt: toAt }, deadlineAt: { gt: now }, extendedAt: null },
      orderBy: { id: "asc" },
      select: { id: true },
    });
    let extended = 0;
    for (const { id } of affected) {
      const { campaign, now: at } = await lockCampaign(tx, id);
      if (campaign.lifecycle !== "LIVE" || campaign.extendedAt || !campaign.deadlineAt || campaign.deadlineAt <= at) continue;
      const deadlineAt = new Date(campaign.deadlineAt.getTime() + policy.extensionMs);
      await tx.campaign.update({ where: { id }, data: { deadlineAt, extendedAt: at, v: { increment: 1 } } });
      const change = { before: { deadlineAt: campaign.deadlineAt.toISOString() }, after: { deadlineAt: deadlineAt.toISOString() } };
      await recordChange(tx, campaign, { kind: "deadline", subject: "campaign", note: reason, ...change }, viewer.userId, at);
      const params = { title: campaign.title, deadlineAt: deadlineAt.toISOString() };
      const notice = { kind: "campaigns.notice.extended", params, href: `/campaigns/${id}/changes` } as const;
      await notifyOrg(tx, campaign.creatorId, "campaign:manage", notice, at);
      afterCommit(tx, () => announceCampaign(id));
      extended++;
    }
    return extended;
  });
}

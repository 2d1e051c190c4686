import { lockPledge, reviewerOf } from "#app/campaigns/lock.server.ts";
import { mayJudge } from "#app/campaigns/pledging/relation.ts";
import { operatorAct } from "#app/people/desk/operator-act.server.ts";
import { notifyUsers } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** An operator decides whether a pledge comes from the creator's own side, against what was found, or what nobody found. Holds until the settlement. */
export async function judgeRelation(
  viewer: Viewer,
  pledgeId: string,
  { related, reason }: { related: boolean; reason: string },
): Promise<void> {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    reviewerOf(viewer, campaign);
    if (pledge.userId === viewer.userId) throw new Refusal("selfDealing");
    if (!mayJudge(campaign.lifecycle) || !pledge.counted || pledge.related === related) throw new Refusal("wrongState");
    await tx.pledge.update({ where: { id: pledge.id }, data: { related, relatedBy: related ? "OPERATOR" : "CLEARED" } });
    const act = related ? "pledge.related" : "pledge.unrelated";
    await operatorAct(tx, viewer, { act, subject: { type: "campaign", id: campaign.id }, reason, details: { pledgeId } }, now);
    const kind = related ? ("campaigns.notice.judgedRelated" as const) : ("campaigns.notice.judgedUnrelated" as const);
    await notifyUsers(tx, [pledge.userId], { kind, params: { title: campaign.title, reason }, href: `/pledges/${pledge.id}` }, now);
  });
}

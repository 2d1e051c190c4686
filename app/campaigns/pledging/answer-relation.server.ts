import { backerOf, lockPledge } from "#app/campaigns/lock.server.ts";
import { mayJudge } from "#app/campaigns/pledging/relation.ts";
import { notifyOperators } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { transact } from "#app/transact.server.ts";

/** A backer whose pledge was found to be the creator's own says, once, why it is not; operators look at it. */
export async function answerRelation(viewer: Viewer, pledgeId: string, text: string): Promise<void> {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    backerOf(viewer, pledge);
    if (!pledge.related || !pledge.relatedBy || pledge.relatedSays !== null || !mayJudge(campaign.lifecycle))
      throw new Refusal("wrongState");
    await tx.pledge.update({ where: { id: pledge.id }, data: { relatedSays: text } });
    const notice = { kind: "campaigns.notice.relationAnswered", params: { title: campaign.title } } as const;
    await notifyOperators(tx, { ...notice, href: `/desk/campaigns/${campaign.id}#related` }, now);
  });
}

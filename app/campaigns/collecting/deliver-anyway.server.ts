import { recordChange } from "#app/campaigns/changing/record-change.server.ts";
import type { DecisionForm } from "#app/campaigns/collecting/decision.ts";
import { lockCampaign, runnerOf } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { afterCommit, transact } from "#app/transact.server.ts";

/** Much of the money did not come in, and the creator signs to deliver every reward all the same; how is published with the changes. */
export async function deliverAnyway(viewer: Viewer, campaignId: string, { text, signature }: DecisionForm): Promise<void> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = runnerOf(viewer, campaign, "pay:approve");
    const data = { closedAt: now, decisionBy: null, decisionText: text, v: { increment: 1 } } as const;
    await moveCampaign(tx, campaign, "collection", { verb: "deliverAnyway", to: "CLOSED", actor, data }, now);
    const after = { text, signature, collectedFen: String(campaign.collectedFen), goalFen: String(campaign.goalFen) };
    await recordChange(tx, campaign, { kind: "deliverAnyway", subject: "campaign", before: null, after }, viewer.userId, now);
    const backers = await tx.pledge.findMany({ where: { campaignId, state: "COLLECTED" }, select: { id: true, userId: true } });
    const params = { title: campaign.title };
    await tellPledges(
      tx,
      backers.map((pledge) => ({ ...pledge, params })),
      "campaigns.notice.deliversAnyway",
      now,
    );
    afterCommit(tx, () => announceCampaign(campaignId));
  });
}

import { lockCampaign, runnerOf } from "#app/campaigns/lock.server.ts";
import { signal } from "#app/live/live.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, transact } from "#app/transact.server.ts";
import { recordTransitions } from "#app/transition.server.ts";

/** A batch is being packed: a parcel for each of its pledges that has none yet and something to send. */
export async function prepareBatch(viewer: Viewer, campaignId: string, batchId: string) {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    const actor = runnerOf(viewer, campaign);
    if (campaign.fulfilment === "NOT_STARTED" || campaign.fulfilment === "SURVEY") throw new Refusal("productionFirst");
    const waiting = await tx.$queryRaw<{ id: string }[]>`
      SELECT p.id FROM "Pledge" p
      WHERE p."campaignId" = ${campaignId}::uuid AND p."batchId" = ${batchId}::uuid AND p.state = 'COLLECTED'
        AND NOT EXISTS (SELECT 1 FROM "Shipment" s WHERE s."pledgeId" = p.id)
        AND EXISTS (SELECT 1 FROM "PledgeVersion" v JOIN "PledgeLine" l ON l."versionId" = v.id JOIN "Reward" r ON r.id = l."rewardId"
                    WHERE v."pledgeId" = p.id AND v.state = 'CURRENT' AND r.ships)`;
    const made = await tx.shipment.createManyAndReturn({
      data: waiting.map(({ id: pledgeId }) => ({
        campaignId,
        pledgeId,
        batchId,
        state: "IN_PROGRESS" as const,
        trackingNos: [],
        createdAt: now,
      })),
      select: { id: true },
    });
    const ids = made.map(({ id }) => id);
    await recordTransitions(tx, ids, { entity: "shipment", from: null, to: "IN_PROGRESS", verb: "prepareBatch", actor }, now);
    afterCommit(tx, () => signal({ org: campaign.creatorId }, `campaign:${campaignId}`));
    return ids.length;
  });
}

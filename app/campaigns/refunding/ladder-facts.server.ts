import type { LadderFacts } from "#app/campaigns/refunding/ladder.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Campaign, Pledge } from "../../../generated/prisma/client.ts";

type OfCampaign = Pick<Campaign, "id" | "lifecycle" | "collection" | "refundPolicy" | "deadlineAt" | "unreleasedBackAt">;

/** What the ladder asks about a pledge: its rewards, parcels and the stages that are released. */
export async function ladderFacts(tx: Pick<Tx, "$queryRaw">, campaign: OfCampaign, pledge: Pledge, now: Date): Promise<LadderFacts> {
  const [row] = await tx.$queryRaw<
    {
      rewards: number;
      customised: boolean;
      promisedAt: Date | null;
      sent: number;
      receivedAt: Date | null;
      releasedBps: number;
      costRiseUntilAt: Date | null;
    }[]
  >`
    SELECT reward.*, parcel.*, (SELECT coalesce(sum("shareBps"), 0)::int FROM "Payout" WHERE "campaignId" = ${campaign.id}::uuid AND "grossFen" > 0) AS "releasedBps",
           (SELECT max("untilAt") FROM "ExtraCost" WHERE "pledgeId" = ${pledge.id}::uuid AND "mayLeave" AND "paidAt" IS NULL) AS "costRiseUntilAt"
      FROM (SELECT count(r.id)::int AS rewards, coalesce(bool_or(r.customised), false) AS customised, max(r."promisedAt") AS "promisedAt"
              FROM "PledgeVersion" v JOIN "PledgeLine" l ON l."versionId" = v.id JOIN "Reward" r ON r.id = l."rewardId"
             WHERE v."pledgeId" = ${pledge.id}::uuid AND v.state = 'CURRENT') reward,
           (SELECT count(*) FILTER (WHERE state IN ('SHIPPED', 'DELAYED', 'DELIVERED') AND "shippedAt" IS NOT NULL)::int AS sent,
                   max(coalesce("signedAt", "confirmedAt")) AS "receivedAt"
              FROM "Shipment" WHERE "pledgeId" = ${pledge.id}::uuid) parcel`;
  const { collectedFen, refundedFen, chargedBackFen, shippingFen, state, late, freeCancelUntilAt } = pledge;
  return {
    now,
    refundPolicy: campaign.refundPolicy ?? "RD_RISK",
    deadlineAt: campaign.deadlineAt ?? now,
    succeeded: campaign.lifecycle === "SUCCESSFUL" && campaign.collection !== "DECISION_NEEDED",
    state,
    late,
    collectedFen,
    refundedFen,
    chargedBackFen,
    shippingFen,
    hasReward: row!.rewards > 0,
    customised: row!.customised,
    promisedAt: row!.promisedAt,
    shipped: row!.sent > 0,
    receivedAt: row!.sent > 0 ? row!.receivedAt : null,
    pledgedAt: pledge.pledgedAt ?? pledge.createdAt,
    freeCancelUntilAt,
    costRiseUntilAt: row!.costRiseUntilAt,
    unreleasedBack: campaign.unreleasedBackAt !== null,
    releasedBps: row!.releasedBps,
  };
}

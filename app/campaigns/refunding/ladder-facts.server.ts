import { receivedAt, sentStates } from "#app/campaigns/fulfilling/shipping/shipment.ts";
import type { LadderFacts } from "#app/campaigns/refunding/ladder.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Campaign, Pledge } from "../../../generated/prisma/client.ts";

type OfCampaign = Pick<Campaign, "id" | "lifecycle" | "collection" | "refundPolicy" | "deadlineAt" | "deliveredAt" | "unreleasedBackAt">;
type Reads = Pick<Tx, "$queryRaw" | "shipment">;

/** What the ladder asks about a pledge: its rewards, how far they have come, and the stages that are released. */
export async function ladderFacts(tx: Reads, campaign: OfCampaign, pledge: Pledge, now: Date): Promise<LadderFacts> {
  const [row] = await tx.$queryRaw<
    {
      rewards: number;
      ships: boolean;
      campaignShips: boolean;
      customised: boolean;
      promisedAt: Date | null;
      releasedBps: number;
      costRiseUntilAt: Date | null;
    }[]
  >`
    SELECT reward.*, EXISTS (SELECT FROM "Reward" WHERE "campaignId" = ${campaign.id}::uuid AND ships) AS "campaignShips",
           (SELECT coalesce(sum("shareBps"), 0)::int FROM "Payout" WHERE "campaignId" = ${campaign.id}::uuid AND "grossFen" > 0) AS "releasedBps",
           (SELECT max("untilAt") FROM "ExtraCost" WHERE "pledgeId" = ${pledge.id}::uuid AND "mayLeave" AND "paidAt" IS NULL) AS "costRiseUntilAt"
      FROM (SELECT count(r.id)::int AS rewards, coalesce(bool_or(r.ships), false) AS ships, coalesce(bool_or(r.customised), false) AS customised, max(r."promisedAt") AS "promisedAt"
              FROM "PledgeVersion" v JOIN "PledgeLine" l ON l."versionId" = v.id JOIN "Reward" r ON r.id = l."rewardId"
             WHERE v."pledgeId" = ${pledge.id}::uuid AND v.state = 'CURRENT') reward`;
  const parcels = await parcelsOf(tx, pledge.id);
  const arrival = row!.ships || parcels.shipped ? parcels : withoutParcels(campaign.deliveredAt);
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
    ships: row!.ships,
    campaignShips: row!.campaignShips,
    ...arrival,
    pledgedAt: pledge.pledgedAt ?? pledge.createdAt,
    freeCancelUntilAt,
    costRiseUntilAt: row!.costRiseUntilAt,
    unreleasedBack: campaign.unreleasedBackAt !== null,
    releasedBps: row!.releasedBps,
  };
}

/** Whether a parcel has left, and when the last one arrived. */
async function parcelsOf(tx: Reads, pledgeId: string) {
  const sent = await tx.shipment.findMany({
    where: { pledgeId, state: { in: [...sentStates] }, shippedAt: { not: null } },
    select: { signedAt: true, confirmedAt: true, byRule: true },
  });
  const arrivals = sent.flatMap((parcel) => receivedAt(parcel)?.getTime() ?? []);
  return { shipped: sent.length > 0, receivedAt: arrivals.length > 0 ? new Date(Math.max(...arrivals)) : null };
}

/** What no parcel carries (a file, a visit) is delivered and received when the creator says that everything is. */
const withoutParcels = (deliveredAt: Date | null) => ({ shipped: deliveredAt !== null, receivedAt: deliveredAt });

import { type Counted, type Result, resultOf } from "#app/campaigns/settling/result.ts";
import type { Tx } from "#app/transact.server.ts";

/** Sums a locked campaign's counted pledges, from their own rows. */
export async function countPledges(tx: Tx, campaign: { id: string; goalFen: bigint }): Promise<Result> {
  const lanes = await tx.$queryRaw<Counted["lanes"]>`
    SELECT lane, related, count(*)::int AS pledges, coalesce(sum("amountFen"), 0)::bigint AS fen FROM "Pledge"
     WHERE "campaignId" = ${campaign.id}::uuid AND counted AND state = 'PLEDGED' GROUP BY lane, related`;
  const rewards = await tx.$queryRaw<Counted["rewards"]>`
    SELECT r.id AS "rewardId", r.kind, r.title, coalesce(sum(l.qty), 0)::int AS units, coalesce(sum(l.qty * l."priceFen"), 0)::bigint AS fen
      FROM "Reward" r LEFT JOIN ("PledgeLine" l JOIN "PledgeVersion" v ON v.id = l."versionId" AND v.state = 'CURRENT'
                                 JOIN "Pledge" p ON p.id = v."pledgeId" AND p.counted AND p.state = 'PLEDGED') ON l."rewardId" = r.id
     WHERE r."campaignId" = ${campaign.id}::uuid GROUP BY r.id ORDER BY r.ord`;
  const stretchGoals = await tx.stretchGoal.findMany({
    where: { campaignId: campaign.id },
    orderBy: { ord: "asc" },
    select: { id: true, kind: true, threshold: true },
  });
  return resultOf({ goalFen: campaign.goalFen, lanes, rewards, stretchGoals });
}

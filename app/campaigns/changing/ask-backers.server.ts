import type { LockedCampaign } from "#app/campaigns/lock.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import type { Zone } from "#app/campaigns/zones.ts";
import { LEAST_PAID_FEN } from "#app/payments/intent.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";
import { Prisma } from "../../../generated/prisma/client.ts";

/** What became dearer: sending to a zone, or the tax of a reward. `parts`: of each pledge (id) what it costs now and what was agreed for it. */
type Dearer = { zone: Zone; rewardId?: never } | { rewardId: string; zone?: never };
type Asked = { pledgeId: string; userId: string; dueFen: bigint; mayLeave: boolean };

/**
 * Backers whose reward is not on its way are asked for the difference. The total is compared with that of the launch (RC-27): price,
 * sending and tax; what somebody gave beside them is no cost that rises. Less than the till takes is asked of nobody: it goes out at the
 * old price, and the next rise asks for the whole difference. Refuses when that leaves nobody.
 */
export async function askBackers(tx: Tx, campaign: LockedCampaign, of: Dearer, parts: Prisma.Sql, now: Date): Promise<number> {
  const untilAt = new Date(now.getTime() + policy.costRise.answerMs);
  const { zone = null, rewardId = null } = of;
  const same = rewardId ? Prisma.sql`e."rewardId" = ${rewardId}::uuid` : Prisma.sql`e.zone IS NOT NULL`;
  const asked = await tx.$queryRaw<Asked[]>`
    WITH part AS (${parts}),
    going AS (
      SELECT p.id, p."userId", launch.fen AS launched, part."nowFen" - part."agreedFen" - paid.same AS due, launch.fen + paid.fen AS agreed
        FROM part JOIN "Pledge" p ON p.id = part.id
       CROSS JOIN LATERAL (SELECT p."amountFen" - p."bonusFen" AS fen) launch
       CROSS JOIN LATERAL (
         SELECT coalesce(sum(e."dueFen"), 0)::bigint AS fen, coalesce(sum(e."dueFen") FILTER (WHERE ${same}), 0)::bigint AS same
           FROM "ExtraCost" e WHERE e."pledgeId" = p.id AND e."paidAt" IS NOT NULL) paid
       WHERE p."campaignId" = ${campaign.id}::uuid AND p.state = 'COLLECTED'
         AND NOT EXISTS (SELECT FROM "Shipment" s WHERE s."pledgeId" = p.id AND s.state IN ('SHIPPED', 'DELAYED', 'DELIVERED'))),
    made AS (
      INSERT INTO "ExtraCost" (id, "pledgeId", "campaignId", zone, "rewardId", "estimateFen", "totalFen", "dueFen", "mayLeave", at, "untilAt")
      SELECT gen_random_uuid(), id, ${campaign.id}::uuid, ${zone}::"ShippingZone", ${rewardId}::uuid, launched, agreed + due, due,
             (agreed + due) * 10000 > launched * (10000 + ${policy.costRise.overBps}), ${now}, ${untilAt}
        FROM going WHERE due >= ${LEAST_PAID_FEN} RETURNING "pledgeId", "dueFen", "mayLeave")
    SELECT made.*, going."userId" FROM made JOIN going ON going.id = made."pledgeId"`;
  if (asked.length === 0) throw new Refusal("nobodyToCharge", { leastFen: String(LEAST_PAID_FEN) });
  const kinds = rewardId
    ? (["campaigns.notice.taxRiseLeave", "campaigns.notice.taxRise"] as const)
    : (["campaigns.notice.costRiseLeave", "campaigns.notice.costRise"] as const);
  for (const mayLeave of [true, false]) {
    const told = asked
      .filter((one) => one.mayLeave === mayLeave)
      .map((one) => ({ id: one.pledgeId, userId: one.userId, params: { title: campaign.title, dueFen: String(one.dueFen) } }));
    await tellPledges(tx, told, kinds[mayLeave ? 0 : 1], now);
  }
  return asked.length;
}

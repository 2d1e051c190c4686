import { releaseStage } from "#app/campaigns/paying-out/release-stage.server.ts";
import { returnAllocation } from "#app/campaigns/paying-out/return-allocation.server.ts";
import { transferStage } from "#app/campaigns/paying-out/transfer-stage.server.ts";
import { watchHold } from "#app/campaigns/paying-out/watch-hold.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { climbLadder } from "#app/campaigns/refunding/climb-ladder.server.ts";
import { refundDelayed } from "#app/campaigns/refunding/refund-delayed.server.ts";
import { isBroken, lateBy, unsent } from "#app/campaigns/refunding/unsent.server.ts";
import { db } from "#app/db.server.ts";
import { eachDue } from "#app/each-due.server.ts";
import { Refusal } from "#app/refusal.ts";
import { Prisma } from "../../../generated/prisma/client.ts";

/** What time does to the money of a campaign that succeeded: on to its creator stage by stage, or back when promises are late. */
const BATCH = 50;
const DAY = 86_400_000;

type Row = { id: string };
const before = (now: Date, ms: number) => new Date(now.getTime() - ms);
/** A stage that was not ready is looked at again after this long. */
const AGAIN_MS = 10 * 60_000;

/** Looking through every late campaign's pledges is work: while there was nothing to do, it rests for a while. */
function nowAndThen(run: (now: Date) => Promise<number>) {
  let rested = 0;
  return async (now: Date) => {
    if (Math.abs(now.getTime() - rested) < AGAIN_MS) return 0;
    const done = await run(now);
    if (done === 0) rested = now.getTime();
    return done;
  };
}

async function releaseDue(payoutId: string, now: Date) {
  try {
    await releaseStage(null, payoutId);
  } catch (e) {
    if (e instanceof Refusal)
      await db.payout.updateMany({ where: { id: payoutId, state: "PLANNED" }, data: { retryAt: new Date(now.getTime() + AGAIN_MS) } });
    throw e;
  }
}

export const payingOutDue = {
  releaseStage: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT p.id FROM "Payout" p JOIN "Campaign" c ON c.id = p."campaignId" JOIN "Payee" y ON y."orgId" = c."creatorId" AND y.payable
         WHERE p.state = 'PLANNED' AND (p."retryAt" IS NULL OR p."retryAt" <= ${now}) AND c.lifecycle = 'SUCCESSFUL' AND c.moderation = 'CLEAR' AND c.collection = 'CLOSED' AND c.fulfilment <> 'DEFAULTED'
           AND CASE p.stage WHEN 1 THEN p."dueAt" <= ${now}
                            WHEN 2 THEN p."approvedAt" IS NOT NULL AND c."lastUpdateAt" > ${before(now, policy.productionUpdateMs)}
                            ELSE c.fulfilment IN ('SHIPPING', 'DELIVERED', 'OVERDUE') END
           AND NOT EXISTS (
             SELECT FROM "Payout" e, LATERAL (SELECT sum("shareBps") AS bps FROM "Payout" WHERE "campaignId" = e."campaignId" AND stage <= e.stage) share
              WHERE e."campaignId" = p."campaignId" AND e.stage < p.stage AND e."grossFen" = 0
                AND (c."receivedFen" - c."refundedFen") * share.bps / 10000 > c."releasedFen")
         ORDER BY p."dueAt" NULLS LAST, p.id LIMIT ${BATCH}`,
      (id) => releaseDue(id, now),
    ),
  transferStage: async (now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT p.id FROM "Payout" p JOIN "Campaign" c ON c.id = p."campaignId" JOIN "Payee" y ON y."orgId" = c."creatorId" AND y.payable
         WHERE c.moderation = 'CLEAR' AND ((p.state = 'RELEASABLE' AND p."transferAt" <= ${now}) OR (p.state = 'FAILED' AND p."retryAt" <= ${now}))
         ORDER BY p.id LIMIT ${BATCH}`,
      (id) => transferStage(null, id),
    ),
  returnAllocation: async (_now: Date) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT a.id FROM "Allocation" a JOIN "FundingLot" l ON l."chargeId" = 'alloc:' || a.id
         WHERE a."returnedFen" < a."amountFen" AND l."refundedFen" > a."returnedFen" ORDER BY a.id LIMIT ${BATCH}`,
      returnAllocation,
    ),
  watchHold: nowAndThen(async (now) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT p.id FROM "Payout" p JOIN "Campaign" c ON c.id = p."campaignId"
         WHERE p.state IN ('PLANNED', 'HELD') AND c.lifecycle = 'SUCCESSFUL' AND c."closedAt" <= ${before(now, policy.holdWarnMs)}
           AND (p."warnedAt" IS NULL OR (c."closedAt" <= ${before(now, policy.holdDecideMs)}
                AND NOT EXISTS (SELECT FROM "Notice" n WHERE n.subject = 'hold:' || p.id)))
         ORDER BY p.id LIMIT ${BATCH}`,
      watchHold,
    ),
  ),
  climbLadder: nowAndThen(async (now) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT c.id FROM "Campaign" c
         WHERE c.lifecycle = 'SUCCESSFUL' AND c.collection = 'CLOSED' AND c.fulfilment <> 'DELIVERED'
           AND (c."delayLevel" < 4 AND CASE WHEN EXISTS (SELECT FROM "Reward" r WHERE r."campaignId" = c.id AND r."promisedAt" <= ${now}) THEN (
             SELECT ${lateBy(Prisma.sql`min(u."owedAt")`, now)} FROM (${unsent(Prisma.sql`c.id`)}) u WHERE u.owed)
             >= (ARRAY[1, ${policy.delay.unreleasedDays}::int, ${policy.delay.fullDays}::int, ${policy.delay.automaticDays}::int])[c."delayLevel" + 1] ELSE false END
             OR c."delayLevel" >= 3 AND c.fulfilment <> 'DEFAULTED' AND ${isBroken(Prisma.sql`c.id`, now)})
         ORDER BY c.id LIMIT ${BATCH}`,
      climbLadder,
    ),
  ),
  refundDelayed: nowAndThen(async (now) =>
    eachDue(
      await db.$queryRaw<Row[]>`
        SELECT p.id FROM "Campaign" c JOIN "Pledge" p ON p."campaignId" = c.id
          CROSS JOIN LATERAL (SELECT coalesce(sum("shareBps"), 0)::int AS bps FROM "Payout" WHERE "campaignId" = c.id AND "grossFen" > 0) released
         WHERE p."collectedFen" * (10000 - released.bps) / 10000 > p."refundedFen" + p."chargedBackFen" AND c.lifecycle = 'SUCCESSFUL' AND p.state = 'COLLECTED'
           AND (c."delayLevel" = 4 OR c."unreleasedBackAt" IS NOT NULL OR c.fulfilment <> 'DELIVERED'
                AND EXISTS (SELECT FROM "Reward" r WHERE r."campaignId" = c.id AND r."promisedAt" <= ${before(now, (policy.delay.automaticDays - 1) * DAY)}))
           AND NOT EXISTS (SELECT FROM "PledgeRefund" r WHERE r.key = 'delay:' || p.id)
           AND NOT EXISTS (SELECT FROM "Shipment" s WHERE s."pledgeId" = p.id AND s."shippedAt" IS NOT NULL)
           AND EXISTS (SELECT FROM "PledgeVersion" v JOIN "PledgeLine" l ON l."versionId" = v.id JOIN "Reward" r ON r.id = l."rewardId"
                        WHERE v."pledgeId" = p.id AND v.state = 'CURRENT' GROUP BY v.id HAVING (bool_or(r.ships) OR c."deliveredAt" IS NULL) AND (c."unreleasedBackAt" IS NOT NULL OR
                          max(r."promisedAt") <= ${before(now, (policy.delay.automaticDays - 1) * DAY)}
                          AND (bool_or(r.ships) OR NOT EXISTS (SELECT FROM "Reward" w WHERE w."campaignId" = c.id AND w.ships))))
         ORDER BY p.id LIMIT ${BATCH}`,
      refundDelayed,
    ),
  ),
};

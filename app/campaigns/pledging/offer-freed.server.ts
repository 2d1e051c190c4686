import { giveUnits } from "#app/campaigns/pledging/return-units.server.ts";
import { db } from "#app/db.server.ts";
import { eachDue } from "#app/each-due.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

/** Units that became free in another way than by coming back (the creator made more) go to whoever waits for them, too. */
const CAMPAIGNS = 20;
export const offerFreed = async (now: Date) =>
  eachDue(
    await db.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT c.id FROM "Waitlist" w JOIN "Reward" r ON r.id = w."rewardId" JOIN "Campaign" c ON c.id = r."campaignId"
       WHERE w.state = 'WAITING' AND r.claimed < r."limit" AND r."closedAt" IS NULL AND (r."opensAt" IS NULL OR r."opensAt" <= ${now})
         AND (r."closesAt" IS NULL OR r."closesAt" > ${now}) AND c.lifecycle = 'LIVE' AND c.moderation IN ('CLEAR', 'FLAGGED') AND c."deadlineAt" > ${now}
       LIMIT ${CAMPAIGNS}`,
    offer,
  );

async function offer(campaignId: string): Promise<void> {
  return transact(async (tx) => {
    await tx.$queryRaw`SELECT id FROM "Campaign" WHERE id = ${campaignId}::uuid FOR NO KEY UPDATE`;
    await giveUnits(tx, campaignId, [], await appNow(tx));
  });
}

import { db } from "#app/db.server.ts";
import { disputesAbout } from "#app/payments/card-dispute-queries.server.ts";

/** The card disputes of a campaign's pledges, for its creator: whose is told by the place in line alone. The caller knows that the viewer may. */
export async function disputedPledges(campaignId: string) {
  const pledges = await db.$queryRaw<{ id: string; queueNo: number | null }[]>`
    SELECT p.id, p."queueNo" FROM "Pledge" p
     WHERE p."campaignId" = ${campaignId}::uuid AND EXISTS (SELECT FROM "CardDispute" d WHERE d."refType" = 'pledge' AND d."refId" = p.id) ORDER BY p.id LIMIT 50`;
  return {
    pledges,
    disputes: await disputesAbout(
      "pledge",
      pledges.map(({ id }) => id),
    ),
  };
}

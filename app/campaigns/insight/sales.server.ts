import type { Zone } from "#app/campaigns/zones.ts";
import { db } from "#app/db.server.ts";

export type ZoneSales = { zone: Zone; parcels: number; chargedFen: bigint };

/** Units sold, and the parcels of each shipping zone with what backers paid for them.  */
export async function salesOf(campaignId: string, zoneOf: (provinceCode: string) => Zone | null) {
  const [[units], provinces, paid] = await Promise.all([
    db.$queryRaw<{ units: number }[]>`
      SELECT coalesce(sum(l.qty), 0)::int AS units FROM "Pledge" p JOIN "PledgeVersion" v ON v."pledgeId" = p.id AND v.state = 'CURRENT'
        JOIN "PledgeLine" l ON l."versionId" = v.id WHERE p."campaignId" = ${campaignId}::uuid AND p.counted`,
    db.$queryRaw<{ province: string; parcels: number; fen: bigint }[]>`
      SELECT "provinceCode" AS province, count(*)::int AS parcels, sum("shippingFen")::bigint AS fen FROM "Pledge"
       WHERE "campaignId" = ${campaignId}::uuid AND counted AND "provinceCode" IS NOT NULL GROUP BY 1`,
    db.$queryRaw<{ fen: bigint }[]>`
      SELECT coalesce(sum("collectedFen" - "refundedFen"), 0)::bigint AS fen FROM "Pledge" WHERE "campaignId" = ${campaignId}::uuid AND counted`,
  ]);
  const zones = new Map<Zone, ZoneSales>();
  for (const { province, parcels, fen } of provinces) {
    const zone = zoneOf(province);
    if (!zone) continue;
    const found = zones.get(zone) ?? { zone, parcels: 0, chargedFen: 0n };
    zones.set(zone, { zone, parcels: found.parcels + parcels, chargedFen: found.chargedFen + fen });
  }
  return { units: units!.units, zones: [...zones.values()], paidFen: paid[0]!.fen };
}

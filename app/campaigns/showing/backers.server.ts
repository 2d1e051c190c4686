import { db } from "#app/db.server.ts";
import { singleton } from "#app/singleton.server.ts";

/** Names on the page: the newest who did not ask to be left out. */
const NAMES = 24;
/** Places are summed over every pledge of a campaign: once a minute for all visitors. */
const KEEP_MS = 60_000;
const MOST_KEPT = 200;

/** The newest backers by the name they show; null for one who stays anonymous. */
export async function recentBackers(campaignId: string) {
  const pledges = await db.pledge.findMany({
    where: { campaignId, counted: true },
    orderBy: { id: "desc" },
    take: NAMES,
    select: { id: true, userId: true, anonymous: true },
  });
  const users = await db.user.findMany({
    where: { id: { in: pledges.filter((pledge) => !pledge.anonymous).map((pledge) => pledge.userId) } },
    select: { id: true, name: true },
  });
  const names = new Map(users.map((user) => [user.id, user.name]));
  return pledges.map(({ id, userId, anonymous }) => ({ id, name: anonymous ? null : (names.get(userId) ?? null) }));
}

/** province: the first two digits of its code; city: as the backer's address says it, null where only the province is known. */
type Places = { places: { province: string; city: string | null; backers: number }[]; provinces: number; related: number };
const MOST_PLACES = 12;
const kept = singleton("campaign-places", () => new Map<string, { until: number; places: Promise<Places> }>());

/** Where backers are, the most first; and how many declared that they are close to the creator. */
export function backerPlaces(campaignId: string): Promise<Places> {
  const known = kept.get(campaignId);
  if (known && known.until > performance.now()) return known.places;
  const places = readPlaces(campaignId);
  kept.delete(campaignId);
  kept.set(campaignId, { until: performance.now() + KEEP_MS, places });
  places.catch(() => kept.delete(campaignId));
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return places;
}

/** A region is "甘肃省 兰州市 城关区"; of a municipality the city is the province, and is not said twice. */
async function readPlaces(campaignId: string): Promise<Places> {
  const rows = await db.$queryRaw<{ province: string; city: string | null; backers: number; related: number }[]>`
    SELECT coalesce(left("provinceCode", 2), '') AS province,
           CASE WHEN region LIKE '% % %' THEN split_part(region, ' ', 2) END AS city,
           count(*)::int AS backers, count(*) FILTER (WHERE related)::int AS related
      FROM "Pledge" WHERE "campaignId" = ${campaignId}::uuid AND counted GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`;
  const places = rows.filter((row) => row.province !== "");
  return {
    places: places.slice(0, MOST_PLACES).map(({ related: _, ...place }) => place),
    provinces: new Set(places.map((row) => row.province)).size,
    related: rows.reduce((sum, row) => sum + row.related, 0),
  };
}

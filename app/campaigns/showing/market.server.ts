import { takesPledges } from "#app/campaigns/campaign.ts";
import { COUNT_UP_TO, ENDING_MS, lifecyclesOf, type MarketQuery, PAGE, type Sort, writeCursor } from "#app/campaigns/showing/market.ts";
import { shownModeration } from "#app/campaigns/visible.ts";
import { db } from "#app/db.server.ts";
import { question } from "#app/search/segment.ts";
import { Prisma } from "../../../generated/prisma/client.ts";

const { sql } = Prisma;

/**
 * Each order's column, how it is written as a whole number in the cursor and read again, and its direction. The counters have no index on
 * purpose: they are the hottest columns of all, and without one their updates stay on the row's own page; campaigns that run at a time are
 * few enough to sort.
 */
type Order = { column: Prisma.Sql; asNumber: Prisma.Sql; fromNumber: (n: string) => Prisma.Sql; down: boolean };
const byTime = (column: Prisma.Sql, down: boolean): Order => ({
  column,
  asNumber: sql`(extract(epoch FROM ${column}) * 1000)::bigint::text`,
  fromNumber: (ms) => sql`to_timestamp(${ms}::bigint / 1000.0)::timestamptz(3)`,
  down,
});
const byCount = (column: Prisma.Sql): Order => ({
  column,
  asNumber: sql`${column}::text`,
  fromNumber: (n) => sql`${n}::bigint`,
  down: true,
});
const orders: Record<Sort, Order> = {
  newest: byTime(sql`coalesce(c."launchedAt", c."previewAt")`, true),
  ending: byTime(sql`c."deadlineAt"`, false),
  backed: byCount(sql`c.backers::bigint`),
  near: byCount(sql`(c."pledgedFen" * 10000 / greatest(c."goalFen", 1))`),
};

const inCategory = (category: string) => (category ? sql` AND c.category = ${category}` : Prisma.empty);
function conditions({ show, sort, q }: MarketQuery, now: Date): Prisma.Sql | null {
  const list = [
    sql`c.lifecycle IN (${Prisma.join(lifecyclesOf[show].map((state) => sql`${state}::"CampaignLifecycle"`))})`,
    sql`c.moderation <> 'PURGED'`,
  ];
  if (show === "live" || show === "ending") list.push(sql`c."deadlineAt" > ${now}`);
  if (show === "ending") list.push(sql`c."deadlineAt" <= ${new Date(now.getTime() + ENDING_MS)}`);
  // What is funded already isn't near its goal: it is there.
  if (sort === "near") list.push(sql`c."pledgedFen" < c."goalFen"`);
  if (q) {
    const words = question(q);
    if (words === null) return null;
    list.push(sql`c.search @@ to_tsquery('simple', ${words})`);
  }
  return Prisma.join(list, " AND ");
}

/** A page of the market, how many there are (exact up to 2,000), and how many in each category. The same for everybody. */
export async function marketPage(query: MarketQuery, now: Date) {
  const all = conditions(query, now);
  if (all === null) return { campaigns: [], next: null, total: 0, counts: {} as Record<string, number> };
  const where = sql`${all}${inCategory(query.category)}`;
  const { column, asNumber, fromNumber, down } = orders[query.sort];
  const past = query.after
    ? sql` AND (${column}, c.id) ${down ? sql`<` : sql`>`} (${fromNumber(query.after.value)}, ${query.after.id}::uuid)`
    : Prisma.empty;
  const direction = down ? sql`DESC` : sql`ASC`;
  const [rows, [count], groups] = await Promise.all([
    db.$queryRaw<{ id: string; value: string }[]>`
      SELECT c.id, ${asNumber} AS value FROM "Campaign" c WHERE ${where}${past} ORDER BY ${column} ${direction}, c.id ${direction} LIMIT ${PAGE + 1}`,
    db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM (SELECT 1 FROM "Campaign" c WHERE ${where} LIMIT ${COUNT_UP_TO + 1}) few`,
    db.$queryRaw<{ category: string; n: number }[]>`
      SELECT category, count(*)::int AS n FROM (SELECT c.category FROM "Campaign" c WHERE ${all} LIMIT ${COUNT_UP_TO}) few GROUP BY 1`,
  ]);
  const shown = rows.slice(0, PAGE);
  const last = shown.at(-1);
  return {
    campaigns: await campaignCards(shown.map((row) => row.id)),
    next: rows.length > PAGE && last ? writeCursor(last) : null,
    total: count?.n ?? 0,
    counts: Object.fromEntries(groups.map((group) => [group.category, group.n])),
  };
}

/** The campaigns that a first page shows: those with most backers of the moment, then what can be looked forward to. */
export async function campaignsNow(now: Date, most: number) {
  const clear = { moderation: { in: [...takesPledges] } };
  const live = await db.campaign.findMany({
    where: { lifecycle: "LIVE", deadlineAt: { gt: now }, ...clear },
    orderBy: [{ backers: "desc" }, { id: "desc" }],
    take: most,
    select: { id: true },
  });
  const rest = most - live.length;
  const soon = rest
    ? await db.campaign.findMany({
        where: { lifecycle: "PRELAUNCH", ...clear },
        orderBy: [{ followers: "desc" }, { id: "desc" }],
        take: rest,
        select: { id: true },
      })
    : [];
  return campaignCards([...live, ...soon].map((row) => row.id));
}

/** Cards of these campaigns, in this order: what everybody may see of them. */
export async function campaignCards(ids: string[]) {
  if (ids.length === 0) return [];
  const rows = await db.campaign.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      title: true,
      tagline: true,
      category: true,
      coverFileId: true,
      coverAlt: true,
      lifecycle: true,
      moderation: true,
      goalFen: true,
      pledgedFen: true,
      backers: true,
      followers: true,
      deadlineAt: true,
      launchAt: true,
      creator: { select: { name: true, city: true, verifiedAt: true } },
    },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const { verifiedAt, ...creator } = row.creator;
    return [{ ...row, moderation: shownModeration(row.moderation), creator: { ...creator, verified: verifiedAt !== null } }];
  });
}
export type CampaignCard = Awaited<ReturnType<typeof campaignCards>>[number];

import { db } from "#app/db.server.ts";
import { coalesced } from "#app/live/coalesce.ts";
import { singleton } from "#app/singleton.server.ts";

/** What is counted of a campaign's day: page views, visits (a browser's first view of a day), rewards looked at, claims, payments, follows, shares. */
export type CountKind = "VIEW" | "VISIT" | "REWARD" | "CLAIM" | "PAY" | "FOLLOW" | "SHARE";

/** How long counts gather in memory before they are written together. A process that is killed loses at most this much of a statistic. */
const FLUSH_MS = 2_000;
const ROWS = 1_000;

const waiting = singleton("campaign-counts", () => new Map<string, number>());
const flushSoon = singleton("campaign-counts-flush", () =>
  coalesced(
    () => FLUSH_MS,
    () => flushCounts(),
    (error) => console.error("campaign counts", error),
  ),
);

/** Counts one; `referrer` is a link's id. Never waits and never fails: a statistic must not slow a page. */
export function countCampaign(campaignId: string, kind: CountKind, referrer = ""): void {
  const key = `${campaignId} ${kind} ${referrer}`;
  waiting.set(key, (waiting.get(key) ?? 0) + 1);
  flushSoon("all");
}

/** Writes what has gathered, in the order of the keys so that two processes never wait for one another in a circle. */
export async function flushCounts(): Promise<void> {
  const rows = [...waiting].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, ROWS);
  if (rows.length === 0) return;
  for (const [key] of rows) waiting.delete(key);
  const columns = rows.map(([key, count]) => {
    const [campaignId, kind, referrer] = key.split(" ");
    return { campaignId, kind, referrer, count };
  });
  await db.$executeRaw`
    INSERT INTO "CampaignCount" ("campaignId", day, kind, referrer, count)
    SELECT "campaignId"::uuid, to_char(app_now() AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'), kind, referrer, count
      FROM jsonb_to_recordset(${JSON.stringify(columns)}::jsonb) AS t("campaignId" text, kind text, referrer text, count int)
     ORDER BY "campaignId", kind, referrer
    ON CONFLICT ("campaignId", day, kind, referrer) DO UPDATE SET count = "CampaignCount".count + excluded.count`;
}

import { policy } from "#app/campaigns/policy.ts";
import { db } from "#app/db.server.ts";
import { singleton } from "#app/singleton.server.ts";
import { Prisma } from "../../../generated/prisma/client.ts";

/** How long the newest refunds took from the right to the arrival, in hours, and how many were sent later than promised. Null before the first. */
export type RefundSpeed = { n: number; medianHours: number | null; worstHours: number | null; late: number };

const NEWEST = 1000;

/** Of a campaign, or of the whole platform. What a bank gave back by itself is no refund of ours. */
export async function readRefundSpeed(campaignId: string | null): Promise<RefundSpeed> {
  const of = campaignId === null ? Prisma.empty : Prisma.sql`AND "campaignId" = ${campaignId}::uuid`;
  const [row] = await db.$queryRaw<RefundSpeed[]>`
    SELECT count(*)::int AS n, (count(*) FILTER (WHERE late))::int AS late,
           (percentile_cont(0.5) WITHIN GROUP (ORDER BY hours))::float8 AS "medianHours", max(hours)::float8 AS "worstHours"
      FROM (SELECT extract(epoch FROM "doneAt" - "entitledAt") / 3600 AS hours,
                   coalesce("sentAt", "doneAt") > "entitledAt" + ${policy.refundPromiseMs} * interval '1 millisecond' AS late
              FROM "PledgeRefund" WHERE state = 'DONE' AND "keptFen" < "amountFen" ${of} ORDER BY "doneAt" DESC LIMIT ${NEWEST}) newest`;
  return row!;
}

/** Worked out once in a while for all visitors. */
const KEEP_MS = 300_000;
const MOST_KEPT = 500;
type Kept = { until: number; speed: Promise<RefundSpeed> };
const kept = singleton("refund-speeds", () => new Map<string | null, Kept>());

export function refundSpeed(campaignId: string | null): Promise<RefundSpeed> {
  const known = kept.get(campaignId);
  if (known && known.until > performance.now()) return known.speed;
  if (kept.size >= MOST_KEPT) kept.clear();
  const speed = readRefundSpeed(campaignId);
  kept.set(campaignId, { until: performance.now() + KEEP_MS, speed });
  speed.catch(() => kept.delete(campaignId));
  return speed;
}

import { lockCampaign } from "#app/campaigns/lock.server.ts";
import { findRelated } from "#app/campaigns/pledging/find-related.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { type Alert, alertsOf, type Pattern } from "#app/campaigns/watching/alert.ts";
import { openCase } from "#app/campaigns/watching/open-case.server.ts";
import { type Tx, transact } from "#app/transact.server.ts";

const HOUR = 3_600_000;

/** Looks for patterns in a running campaign's pledges and opens a case for each that operators have not judged yet. Gives how many it sees. */
export async function watchCampaign(campaignId: string): Promise<number> {
  return transact(async (tx) => {
    const { campaign, now } = await lockCampaign(tx, campaignId);
    await findRelated(tx, campaign, null, now);
    const alerts = alertsOf({ ...campaign, ...(await numbersOf(tx, campaignId, now)) });
    for (const alert of alerts) {
      if (await wasJudged(tx, campaignId, alert)) continue;
      const facts = { level: alert.level, ...alert.facts };
      await openCase(tx, campaign, { kind: alert.kind, source: "clock", facts }, now);
    }
    return alerts.length;
  });
}

type Numbers = Pick<Pattern, "relatedFen" | "related" | "topFen" | "fresh" | "hands">;
async function numbersOf(tx: Pick<Tx, "$queryRaw">, campaignId: string, now: Date): Promise<Numbers> {
  const { top, accountMs } = policy.concentration;
  const hourAgo = new Date(now.getTime() - HOUR);
  const [row] = await tx.$queryRaw<Numbers[]>`
    WITH pledges AS MATERIALIZED (
      SELECT p."amountFen", p."pledgedAt", p.related, p."userId", p.fingerprint, p."shipTo"->>'phone' AS phone,
             o."createdAt" > p."pledgedAt" - ${accountMs}::int * interval '1 millisecond' AS new
        FROM "Pledge" p JOIN "Organisation" o ON o.id = p."orgId" WHERE p."campaignId" = ${campaignId}::uuid AND p.counted),
    hands AS (
      SELECT count(DISTINCT "userId") AS n FROM pledges WHERE new AND fingerprint IS NOT NULL GROUP BY fingerprint
      UNION ALL SELECT count(DISTINCT "userId") FROM pledges WHERE new AND phone IS NOT NULL GROUP BY phone)
    SELECT coalesce(sum("amountFen") FILTER (WHERE related), 0)::bigint AS "relatedFen", (count(*) FILTER (WHERE related))::int AS related,
           (SELECT coalesce(sum("amountFen"), 0)::bigint FROM (SELECT "amountFen" FROM pledges ORDER BY "amountFen" DESC LIMIT ${top}) x) AS "topFen",
           (count(*) FILTER (WHERE new AND "pledgedAt" > ${hourAgo}))::int AS fresh,
           (SELECT coalesce(max(n), 0)::int FROM hands) AS hands
      FROM pledges`;
  return row!;
}

/** The same pattern was decided before and has not grown much since. */
async function wasJudged(tx: Tx, campaignId: string, { kind, level }: Alert): Promise<boolean> {
  const before = await tx.campaignCase.findFirst({
    where: { campaignId, kind, state: "DECIDED" },
    orderBy: { id: "desc" },
    select: { facts: true },
  });
  const judged = (before?.facts as { level?: number } | null)?.level ?? 0;
  return judged > 0 && level < judged * policy.growth;
}

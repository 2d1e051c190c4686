import { rootText } from "#app/campaigns/changing/chain.ts";
import { sha256 } from "#app/campaigns/changing/record-change.server.ts";
import { remindNewDate } from "#app/campaigns/changing/remind-new-date.server.ts";
import { db } from "#app/db.server.ts";
import { eachDue } from "#app/each-due.server.ts";
import { transact } from "#app/transact.server.ts";

const DAY = 86_400_000;
const OFFSET = 8 * 3_600_000;
/** 00:05 in Shanghai: every transaction that began before midnight has ended by then. */
const AFTER_MIDNIGHT = 5 * 60_000;

/**
 * Once a day: one hash over the heads of every campaign's chain as they stood at midnight in Shanghai. Whoever kept a root can prove what
 * had been promised by that day.
 */
export async function sealChains(now: Date): Promise<number> {
  const today = Math.floor((now.getTime() - AFTER_MIDNIGHT + OFFSET) / DAY);
  const midnight = new Date(today * DAY - OFFSET);
  const day = new Date((today - 1) * DAY).toISOString().slice(0, 10);
  if (await db.chainRoot.findUnique({ where: { day }, select: { day: true } })) return 0;
  return transact(async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('chain-root'))::text`;
    const last = await tx.chainRoot.findFirst({ orderBy: { day: "desc" }, select: { day: true, hash: true } });
    if (last && last.day >= day) return 0;
    const heads = await tx.$queryRaw<{ campaignId: string; seq: number; hash: string }[]>`
      SELECT DISTINCT ON ("campaignId") "campaignId"::text AS "campaignId", seq, hash FROM "CampaignChange"
       WHERE at < ${midnight} ORDER BY "campaignId", seq DESC`;
    if (heads.length === 0) return 0;
    const hashPrev = last?.hash ?? "";
    const hash = sha256(rootText(hashPrev, day, heads));
    await tx.chainRoot.create({ data: { day, campaigns: heads.length, hash, hashPrev, at: now } });
    return 1;
  });
}

const BATCH = 50;

export const changingDue = {
  sealChains,
  remindNewDate: async (now: Date) =>
    eachDue(
      await db.$queryRaw<{ id: string }[]>`
        SELECT c.id FROM "Campaign" c WHERE c.lifecycle = 'SUCCESSFUL' AND c.fulfilment <> 'DELIVERED' AND c."newDateBy" <= ${now}
          AND NOT EXISTS (SELECT FROM "Notice" n WHERE n.subject = 'newDate:' || c.id) ORDER BY c."newDateBy" LIMIT ${BATCH}`,
      remindNewDate,
    ),
};

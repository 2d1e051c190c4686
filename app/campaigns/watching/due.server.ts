import { policy } from "#app/campaigns/policy.ts";
import { watchCampaign } from "#app/campaigns/watching/watch-campaign.server.ts";
import { db } from "#app/db.server.ts";
import { eachDue } from "#app/each-due.server.ts";
import { notifyOperators } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import { singleton } from "#app/singleton.server.ts";
import { transact } from "#app/transact.server.ts";

const BATCH = 20;
const RUNNING = 1000;

/**
 * What this process saw of each running campaign and when: a pattern can only have grown when the version did. A process that forgets
 * looks once more, which does no harm.
 */
const seen = singleton("watched-campaigns", () => new Map<string, { v: number; at: number }>());

async function watchCampaigns(now: Date): Promise<number> {
  const running = await db.campaign.findMany({
    where: { lifecycle: { in: ["LIVE", "SETTLING"] }, backers: { gt: 0 } },
    select: { id: true, v: true },
    take: RUNNING,
  });
  const ids = new Set(running.map(({ id }) => id));
  for (const id of seen.keys()) if (!ids.has(id)) seen.delete(id);
  const due = running
    .filter(({ id, v }) => {
      const last = seen.get(id);
      return !last || (last.v !== v && Math.abs(now.getTime() - last.at) >= policy.watchMs);
    })
    .slice(0, BATCH);
  return eachDue(due, async (id) => {
    seen.set(id, { v: due.find((one) => one.id === id)!.v, at: now.getTime() });
    return (await watchCampaign(id)) > 0;
  });
}

/** A first look that was promised and did not come is put before the operators again, once. */
async function escalateCases(now: Date): Promise<number> {
  const late = await db.$queryRaw<{ id: string }[]>`
    SELECT k.id FROM "CampaignCase" k
     WHERE k.state = 'OPEN' AND k."lookBy" <= ${now} AND k."lookedAt" IS NULL
       AND NOT EXISTS (SELECT FROM "Notice" n WHERE n.subject = 'caseLate:' || k.id)
     ORDER BY k."lookBy" LIMIT ${BATCH}`;
  return eachDue(late, (id) =>
    transact(async (tx) => {
      const [open] = await tx.$queryRaw<{ campaignId: string; title: string }[]>`
        SELECT k."campaignId", c.title FROM "CampaignCase" k JOIN "Campaign" c ON c.id = k."campaignId"
         WHERE k.id = ${id}::uuid AND k.state = 'OPEN' AND k."lookedAt" IS NULL FOR UPDATE OF k`;
      const subject = `caseLate:${id}`;
      if (!open || (await tx.notice.count({ where: { subject } })) > 0) throw new Refusal("wrongState");
      const params = { title: open.title };
      await notifyOperators(tx, { kind: "campaigns.notice.caseLate", params, href: `/desk/campaigns/cases/${id}`, subject }, now);
    }),
  );
}

export const watchingDue = { watchCampaigns, escalateCases };

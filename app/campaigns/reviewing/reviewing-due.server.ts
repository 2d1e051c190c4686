import { db } from "#app/db.server.ts";
import { notifyOperators } from "#app/people/notify.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

const BATCH = 20;

/** A review that has taken longer than was promised is put before the operators again, once. */
async function escalateReviews(now: Date): Promise<number> {
  const late = await db.$queryRaw<{ id: string; title: string }[]>`
    SELECT r.id, c.title FROM "CampaignReview" r JOIN "Campaign" c ON c.id = r."campaignId"
     WHERE r.state = 'PENDING' AND r."dueAt" <= ${now}
       AND NOT EXISTS (SELECT 1 FROM "Notice" n WHERE n.subject = 'campaignReview:' || r.id)
     ORDER BY r."dueAt" LIMIT ${BATCH}`;
  for (const { id, title } of late)
    await transact(async (tx) => {
      const subject = `campaignReview:${id}`;
      await tx.$queryRaw`SELECT id FROM "CampaignReview" WHERE id = ${id}::uuid FOR UPDATE`;
      if ((await tx.notice.count({ where: { subject } })) > 0) return;
      const href = `/desk/campaigns/reviews/${id}`;
      await notifyOperators(tx, { kind: "campaigns.notice.reviewLate", params: { title }, href, subject }, await appNow(tx));
    });
  return late.length;
}

export const reviewingDue = { escalateReviews };

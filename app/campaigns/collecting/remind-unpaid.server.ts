import { reminderTimes } from "#app/campaigns/collecting/attempts.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import { db } from "#app/db.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

const BATCH = 200;
const CAMPAIGNS = 20;

/** Backers whose pledge is still unpaid are reminded at the window's times: one reminder for each time, and one alone after a gap. */
export async function remindUnpaid(now: Date): Promise<number> {
  const campaigns = await db.campaign.findMany({
    where: { collection: { in: ["CHARGING", "RETRY_WINDOW"] }, windowEndsAt: { gt: now }, settledAt: { not: null } },
    orderBy: { windowEndsAt: "asc" },
    take: CAMPAIGNS,
    select: { id: true, title: true, settledAt: true, windowEndsAt: true },
  });
  let done = 0;
  for (const { id, title, settledAt, windowEndsAt } of campaigns) {
    const time = reminderTimes(settledAt!).findLast((at) => at <= now);
    if (time) done += await remindSome({ id, title, byAt: windowEndsAt!.toISOString() }, time);
  }
  return done;
}

async function remindSome(campaign: { id: string; title: string; byAt: string }, time: Date): Promise<number> {
  return transact(async (tx) => {
    const unpaid = await tx.$queryRaw<{ id: string; userId: string; amountFen: bigint }[]>`
      SELECT p.id, p."userId", p."amountFen" FROM "Pledge" p
       WHERE p."campaignId" = ${campaign.id}::uuid AND p.state IN ('ERRORED', 'AUTH_REQUIRED')
         AND NOT EXISTS (SELECT FROM "Notice" n WHERE n.subject = 'collect:' || p.id AND n."createdAt" >= ${time})
       ORDER BY p.id LIMIT ${BATCH} FOR UPDATE OF p SKIP LOCKED`;
    const pledges = unpaid.map(({ id, userId, amountFen }) => ({
      id,
      userId,
      params: { title: campaign.title, amountFen: String(amountFen), byAt: campaign.byAt },
    }));
    await tellPledges(tx, pledges, "campaigns.notice.collectReminder", await appNow(tx), (id) => `collect:${id}`);
    return pledges.length;
  });
}

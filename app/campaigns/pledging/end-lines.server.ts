import { db } from "#app/db.server.ts";
import { eachDue } from "#app/each-due.server.ts";
import { notifyUsers } from "#app/people/notify.server.ts";
import { appNow, type Tx, transact } from "#app/transact.server.ts";

/** So many campaigns at a time, and of each so many of those who wait. */
const CAMPAIGNS = 20;
const PEOPLE = 200;

/** The line for a reward ends with the campaign's deadline, and with the reward itself: whoever still waits hears it once. */
export const endLines = async (now: Date) =>
  eachDue(
    await db.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT c.id FROM "Waitlist" w JOIN "Reward" r ON r.id = w."rewardId" JOIN "Campaign" c ON c.id = r."campaignId"
       WHERE w.state = 'WAITING' AND (c.lifecycle <> 'LIVE' OR c."deadlineAt" <= ${now} OR r."closedAt" IS NOT NULL OR r."closesAt" <= ${now})
       LIMIT ${CAMPAIGNS}`,
    endSome,
  );

type Ended = { userId: string; rewardId: string; reward: string; title: string };

/** Under the campaign's lock, as everything that moves its lines. */
async function endSome(campaignId: string): Promise<void> {
  return transact(async (tx) => {
    await tx.$queryRaw`SELECT id FROM "Campaign" WHERE id = ${campaignId}::uuid FOR NO KEY UPDATE`;
    const now = await appNow(tx);
    const ended = await tx.$queryRaw<Ended[]>`
      UPDATE "Waitlist" w SET state = 'LAPSED' FROM (
        SELECT w.id, r.title AS reward, c.title FROM "Waitlist" w JOIN "Reward" r ON r.id = w."rewardId" JOIN "Campaign" c ON c.id = r."campaignId"
         WHERE w."campaignId" = ${campaignId}::uuid AND w.state = 'WAITING'
           AND (c.lifecycle <> 'LIVE' OR c."deadlineAt" <= ${now} OR r."closedAt" IS NOT NULL OR r."closesAt" <= ${now})
         ORDER BY w.id LIMIT ${PEOPLE}) over
       WHERE w.id = over.id AND w.state = 'WAITING' RETURNING w."userId", w."rewardId", over.reward, over.title`;
    await tell(tx, campaignId, ended, now);
  });
}

async function tell(tx: Tx, campaignId: string, ended: readonly Ended[], now: Date) {
  for (const [rewardId, people] of Map.groupBy(ended, (one) => one.rewardId)) {
    const { title, reward } = people[0]!;
    const notice = { kind: "campaigns.notice.lineEnded", params: { title, reward }, href: `/campaigns/${campaignId}` } as const;
    const users = people.map(({ userId }) => userId);
    await notifyUsers(tx, users, { ...notice, subject: `waitlist:${rewardId}` }, now);
  }
}

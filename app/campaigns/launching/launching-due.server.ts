import { launchScheduled } from "#app/campaigns/launching/launch-campaign.server.ts";
import { lockCampaign } from "#app/campaigns/lock.server.ts";
import { moveCampaign } from "#app/campaigns/move.server.ts";
import { db } from "#app/db.server.ts";
import { eachDue } from "#app/each-due.server.ts";
import { notifyOrg, notifyUsers } from "#app/people/notify.server.ts";
import { transact } from "#app/transact.server.ts";
import { byClock } from "#app/transition.server.ts";

const BATCH = 20;
const TELL = 200;
const TELL_WITHIN_MS = 3 * 86_400_000;

/** Campaigns whose appointed moment has come. */
async function launchDue(now: Date): Promise<number> {
  const due = await db.campaign.findMany({
    where: { lifecycle: { in: ["APPROVED", "PRELAUNCH"] }, launchAt: { lte: now } },
    orderBy: { launchAt: "asc" },
    select: { id: true },
    take: BATCH,
  });
  return eachDue(due, launchScheduled);
}

/** An approval that was not used in ninety days is over: what was true then may no longer be. */
async function lapseApproval(now: Date): Promise<number> {
  const due = await db.campaign.findMany({
    where: { lifecycle: { in: ["APPROVED", "PRELAUNCH"] }, approvalEndsAt: { lte: now } },
    select: { id: true },
    take: BATCH,
  });
  return eachDue(due, (id) =>
    transact(async (tx) => {
      const { campaign, now } = await lockCampaign(tx, id);
      if (!campaign.approvalEndsAt || campaign.approvalEndsAt > now) return false;
      const data = { reviewedHash: null, approvalEndsAt: null, approvedAt: null, launchAt: null, refundPolicy: null, inStock: false };
      await moveCampaign(tx, campaign, "lifecycle", { verb: "lapseApproval", to: "DRAFT", actor: byClock, data }, now);
      const notice = { kind: "campaigns.notice.approvalLapsed", params: { title: campaign.title }, href: `/campaigns/${id}/edit` } as const;
      await notifyOrg(tx, campaign.creatorId, "campaign:manage", notice, now);
      return true;
    }),
  );
}

/** Followers of a campaign that went live hear of it, a few hundred at a time, each once. */
async function tellFollowers(now: Date): Promise<number> {
  const since = new Date(now.getTime() - TELL_WITHIN_MS);
  const waiting = await db.$queryRaw<{ id: string; title: string; userId: string }[]>`
    SELECT c.id, c.title, f."userId" FROM "Campaign" c JOIN "Follow" f ON f."campaignId" = c.id AND f.at < c."launchedAt"
     WHERE c.lifecycle = 'LIVE' AND c."launchedAt" > ${since}
       AND NOT EXISTS (SELECT 1 FROM "Notice" n WHERE n.subject = 'launch:' || c.id AND n."userId" = f."userId")
     ORDER BY c.id LIMIT ${TELL}`;
  const byCampaign = Map.groupBy(waiting, (row) => row.id);
  for (const [id, rows] of byCampaign) {
    const notice = { kind: "campaigns.notice.followedLive", params: { title: rows[0]!.title }, href: `/campaigns/${id}` } as const;
    await transact(async (tx) => {
      await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${`launch:${id}`}))::text`;
      const told = await tx.notice.findMany({
        where: { subject: `launch:${id}`, userId: { in: rows.map((row) => row.userId) } },
        select: { userId: true },
      });
      const known = new Set(told.map((row) => row.userId));
      const people = rows.map((row) => row.userId).filter((userId) => !known.has(userId));
      await notifyUsers(tx, people, { ...notice, subject: `launch:${id}` }, now);
    });
  }
  return waiting.length;
}

export const launchingDue = { lapseApproval, launchDue, tellFollowers };

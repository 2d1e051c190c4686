import { backerOf, lockPledge } from "#app/campaigns/lock.server.ts";
import { claimRules, EndedClaims } from "#app/campaigns/pledging/claim.ts";
import { tellOffered } from "#app/campaigns/pledging/offered.server.ts";
import { tellPledges } from "#app/campaigns/settling/tell-pledges.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { db } from "#app/db.server.ts";
import { signal } from "#app/live/live.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { enqueueAll } from "#app/queue.server.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, appNow, type Tx, transact } from "#app/transact.server.ts";

/** Campaigns in which something ended: claims that were not paid, changes, offers to the line. Each at once in the database, in one transaction. */
const CAMPAIGNS = 50;
export async function expireClaims(now: Date): Promise<number> {
  const due = await db.$queryRaw<{ id: string }[]>`
    SELECT "campaignId" AS id FROM "Pledge" WHERE state = 'RESERVED' AND "claimUntilAt" <= ${now}
    UNION SELECT p."campaignId" FROM "PledgeVersion" v JOIN "Pledge" p ON p.id = v."pledgeId" WHERE v.state = 'CLAIMED' AND v."untilAt" <= ${now}
    UNION SELECT "campaignId" FROM "Waitlist" WHERE state = 'OFFERED' AND "offerUntilAt" <= ${now}
    LIMIT ${CAMPAIGNS}`;
  for (const { id } of due)
    await transact(async (tx) => {
      await tx.$queryRaw`SELECT id FROM "Campaign" WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
      await endDue(tx, id, null, null, await appNow(tx));
    });
  return due.length;
}

/** A claim, or a change that is not paid yet, ends before its time because its backer gives it up (`viewer`), or because its time is over (null). */
export async function endClaim(pledgeId: string, viewer: Viewer | null): Promise<void> {
  return transact(async (tx) => {
    const { campaign, pledge, now } = await lockPledge(tx, pledgeId);
    if (viewer) backerOf(viewer, pledge);
    else if (pledge.state !== "RESERVED" || !pledge.claimUntilAt || pledge.claimUntilAt > now) throw new Refusal("wrongState");
    await endDue(tx, campaign.id, pledge.id, viewer?.userId ?? null, now);
  });
}

/** The caller holds the campaign's lock. With a pledge: that one's claim or change, due or not. */
export async function endDue(tx: Tx, campaignId: string, pledgeId: string | null, actorId: string | null, now: Date): Promise<void> {
  const [row] = await tx.$queryRaw<{ ended: unknown }[]>`
    SELECT end_claims(${campaignId}::uuid, ${pledgeId}::uuid, ${actorId}::uuid, ${now}, ${claimRules}::jsonb) AS ended`;
  const { expired, changes, offered } = EndedClaims.parse(row?.ended);
  const ended = [...expired, ...changes];
  await endPages(
    tx,
    ended.map(({ versionId }) => versionId),
  );
  if (pledgeId === null && expired.length > 0) {
    const { title } = await tx.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { title: true } });
    const told = expired.map((one) => ({ id: one.pledgeId, userId: one.userId, params: { title } }));
    await tellPledges(tx, told, "campaigns.notice.claimEnded", now);
  }
  await tellOffered(tx, campaignId, offered, now);
  afterCommit(tx, () => {
    announceCampaign(campaignId);
    for (const one of pledgeId === null ? changes : ended) signal({ user: one.userId }, `pledge:${one.pledgeId}`);
  });
}

/** Whoever stands at the till for what is over is shown the door there, too. */
async function endPages(tx: Tx, versionIds: string[]) {
  const open = await tx.pspIntent.findMany({
    where: { refType: "pledgeVersion", refId: { in: versionIds }, state: { in: ["CREATED", "SENDING", "OPEN", "UNKNOWN"] } },
    select: { id: true },
  });
  await enqueueAll(
    tx,
    "end-checkout",
    open.map(({ id }) => ({ intentId: id })),
  );
}

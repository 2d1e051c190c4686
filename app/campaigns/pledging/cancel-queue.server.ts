import type { LockedCampaign, LockedPledge } from "#app/campaigns/lock.server.ts";
import { movePledge } from "#app/campaigns/move.server.ts";
import { endDue } from "#app/campaigns/pledging/end-claims.server.ts";
import { returnUnits } from "#app/campaigns/pledging/return-units.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import { giveBack } from "#app/campaigns/refunding/give-back.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { db } from "#app/db.server.ts";
import { eachDue } from "#app/each-due.server.ts";
import { notifyUsers } from "#app/people/notify.server.ts";
import { enqueue } from "#app/queue.server.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, appNow, type Tx, transact } from "#app/transact.server.ts";
import type { Actor } from "#app/transition.server.ts";
import type { PledgeRefundReason } from "../../../generated/prisma/enums.ts";

/** What leaves a campaign's counters; a change that adds to them takes less than nothing. */
type Taken = { amountFen: bigint; orders: number; backers: 0 | 1 };

/**
 * The last sentence of a cancel: never from the goal to below it in the last hours. Says false when it would. After a correction it is free:
 * whatever the goal, and until the result is frozen. The caller holds the campaign's lock.
 */
export async function takeFromTotal(tx: Tx, campaignId: string, taken: Taken, now: Date, free = false): Promise<boolean> {
  const { amountFen, orders, backers } = taken;
  const windowAt = new Date(now.getTime() + policy.cancelQueueMs);
  const done = await tx.$executeRaw`
    UPDATE "Campaign" SET "pledgedFen" = "pledgedFen" - ${amountFen}, backers = backers - ${backers}, orders = orders - ${orders}, v = v + 1
     WHERE id = ${campaignId}::uuid AND CASE WHEN ${free} THEN lifecycle IN ('LIVE', 'SETTLING')
       ELSE lifecycle = 'LIVE' AND ${now} < "deadlineAt" AND ("deadlineAt" > ${windowAt} OR "pledgedFen" < "goalFen" OR "pledgedFen" - ${amountFen} >= "goalFen") END`;
  return done === 1;
}

/** How many units of rewards a pledge orders now. */
export async function ordersOf(tx: Tx, pledgeId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ orders: number }[]>`
    SELECT orders_of(id) AS orders FROM "PledgeVersion" WHERE "pledgeId" = ${pledgeId}::uuid AND state = 'CURRENT'`;
  return row?.orders ?? 0;
}

/** All that a pledge counts for leaves with it. */
export async function takePledge(tx: Tx, pledge: LockedPledge, now: Date, free = false): Promise<boolean> {
  const { id, campaignId, amountFen } = pledge;
  return takeFromTotal(tx, campaignId, { amountFen, orders: await ordersOf(tx, id), backers: 1 }, now, free);
}

/** The same of a campaign that stands still after its deadline: nobody could replace who leaves, so nobody waits. */
export async function takeFromStopped(tx: Tx, { id, campaignId, amountFen }: LockedPledge): Promise<true> {
  const orders = await ordersOf(tx, id);
  const taken = await tx.$executeRaw`
    UPDATE "Campaign" SET "pledgedFen" = "pledgedFen" - ${amountFen}, backers = backers - 1, orders = orders - ${orders}, v = v + 1
     WHERE id = ${campaignId}::uuid AND lifecycle = 'SETTLING' AND moderation IN ('SUSPENDED', 'PURGED')`;
  if (taken !== 1) throw new Refusal("campaignClosed");
  return true;
}

type Ending = { actor: Actor; reason: string; back: PledgeRefundReason };

/** A pledge that is out of the total ends: a card is let go and never charged, a wallet gets back what it paid; its units go to whoever waits. */
export async function endPledge(tx: Tx, campaign: LockedCampaign, pledge: LockedPledge, { actor, reason, back }: Ending, now: Date) {
  await endDue(tx, campaign.id, pledge.id, actor.userId, now);
  const restFen = pledge.collectedFen - pledge.refundedFen;
  const to = restFen > 0n ? ("REFUNDING" as const) : ("CANCELLED" as const);
  const data = { counted: false, endedAt: now, endReason: back, nextAttemptAt: null };
  await movePledge(tx, pledge, { verb: "cancelPledge", to, actor, reason: reason || null, data }, now);
  if (restFen > 0n) await giveBack(tx, { campaign, pledge }, { amountFen: restFen, reason: back, key: `cancel:${pledge.id}` }, now);
  if (pledge.paymentMethodId) await enqueue(tx, "forget-card", { paymentMethodId: pledge.paymentMethodId });
  const current = await tx.pledgeVersion.findFirst({ where: { pledgeId: pledge.id, state: "CURRENT" }, select: { id: true } });
  if (current) await returnUnits(tx, current.id, now);
  afterCommit(tx, () => announceCampaign(campaign.id));
}

/** A new pledge came in: those who wait to leave go, the oldest first, as long as the goal still stands. Nobody passes one who came before. */
export async function runCancelQueue(tx: Tx, campaignId: string, now: Date): Promise<number> {
  const waiting = await tx.cancelRequest.findMany({ where: { campaignId, state: "WAITING" }, orderBy: { id: "asc" } });
  if (waiting.length === 0) return 0;
  const campaign = await tx.campaign.findUniqueOrThrow({ where: { id: campaignId }, omit: { draft: true, content: true } });
  let done = 0;
  for (const request of waiting) {
    await tx.$queryRaw`SELECT id FROM "Pledge" WHERE id = ${request.pledgeId}::uuid FOR UPDATE`;
    const pledge = await tx.pledge.findUniqueOrThrow({ where: { id: request.pledgeId } });
    if (pledge.state !== "PLEDGED") continue;
    if (!(await takePledge(tx, pledge, now))) break;
    await tx.cancelRequest.update({ where: { id: request.id }, data: { state: "DONE", answeredAt: now } });
    const ending = { actor: { userId: pledge.userId, role: "backer" as const }, reason: request.reason, back: "BACKER_CANCELLED" as const };
    await endPledge(tx, campaign, pledge, ending, now);
    const params = { title: campaign.title };
    await notifyUsers(tx, [pledge.userId], { kind: "campaigns.notice.cancelDone", params, href: `/pledges/${pledge.id}` }, now);
    done++;
  }
  return done;
}

/** Who still waited at the deadline stays: the goal was reached with them. */
const BATCH = 100;
export const lapseCancels = async (now: Date) =>
  eachDue(
    await db.$queryRaw<{ id: string }[]>`
      SELECT r.id FROM "CancelRequest" r JOIN "Campaign" c ON c.id = r."campaignId"
       WHERE r.state = 'WAITING' AND (c.lifecycle <> 'LIVE' OR c."deadlineAt" <= ${now}) ORDER BY r.id LIMIT ${BATCH}`,
    lapseCancel,
  );

async function lapseCancel(requestId: string): Promise<void> {
  return transact(async (tx) => {
    const now = await appNow(tx);
    const { count } = await tx.cancelRequest.updateMany({
      where: { id: requestId, state: "WAITING" },
      data: { state: "LAPSED", answeredAt: now },
    });
    if (count !== 1) throw new Refusal("wrongState");
    const request = await tx.cancelRequest.findUniqueOrThrow({ where: { id: requestId } });
    const pledge = await tx.pledge.findUniqueOrThrow({ where: { id: request.pledgeId }, select: { userId: true, state: true } });
    const campaign = await tx.campaign.findUniqueOrThrow({ where: { id: request.campaignId }, select: { title: true, lifecycle: true } });
    if (campaign.lifecycle === "CANCELLED" || pledge.state !== "PLEDGED") return;
    const params = { title: campaign.title };
    await notifyUsers(tx, [pledge.userId], { kind: "campaigns.notice.cancelLapsed", params, href: `/pledges/${request.pledgeId}` }, now);
  });
}

import { meaningOf, nextAttemptAt } from "#app/campaigns/collecting/attempts.ts";
import { movePledge } from "#app/campaigns/move.server.ts";
import { pledgeFlow } from "#app/campaigns/pledge.ts";
import { giveBack } from "#app/campaigns/refunding/give-back.server.ts";
import { announceCampaign } from "#app/campaigns/showing/announce.server.ts";
import { allows } from "#app/flow.ts";
import { pledgeReceived } from "#app/ledger/movements.ts";
import { post, postAll } from "#app/ledger/post.server.ts";
import { signal } from "#app/live/live.server.ts";
import type { Facts, Intent, PurposeHandler } from "#app/payments/purpose.ts";
import { notifyUsers } from "#app/people/notify.server.ts";
import { Refusal } from "#app/refusal.ts";
import { afterCommit, type Tx } from "#app/transact.server.ts";
import { byStripe, recordTransitions } from "#app/transition.server.ts";
import type { Pledge } from "../../../generated/prisma/client.ts";

/**
 * A pledge was paid after success, by its card or by its backer on a page, or certainly was not. Thousands of these come in together: each
 * does its own pledge's part first and touches the campaign's row last, for an instant.
 */
export const collectOutcome: PurposeHandler = {
  succeededTogether: (tx, all, now) => collectTogether(tx, all, now),
  async succeeded(tx, intent, facts, now) {
    const pledge = await pledgeOf(tx, intent);
    if (pledge.state === "CHARGING" || pledge.state === "ERRORED" || pledge.state === "AUTH_REQUIRED")
      return collect(tx, pledge, intent, facts, now);
    await receive(tx, pledge, intent);
    await takeIn(tx, pledge, intent, now);
    await giveBackLate(tx, pledge, intent, now);
  },
  async failed(tx, intent, error, now) {
    const pledge = await pledgeOf(tx, intent);
    // A page that was left unpaid changes nothing: the card is tried again at its time.
    if (intent.kind !== "CHARGE" || pledge.state !== "CHARGING")
      return afterCommit(tx, () => signal({ user: pledge.userId }, `pledge:${pledge.id}`));
    await decline(tx, pledge, error, now);
  },
};

/** A pledge under its lock, with what was learned of its payment. */
type Paid = { pledge: Pledge; intent: Intent; facts: Facts };

async function collectTogether(tx: Tx, all: readonly { intent: Intent; facts: Facts }[], now: Date) {
  const versions = all.map(({ intent }) => intent.refId);
  const pledges = await tx.$queryRaw<(Pledge & { versionId: string })[]>`
    SELECT p.*, v.id AS "versionId" FROM "Pledge" p JOIN "PledgeVersion" v ON v."pledgeId" = p.id
     WHERE v.id = ANY(${versions}::uuid[]) ORDER BY p.id FOR UPDATE OF p`;
  const byVersion = new Map(pledges.map((pledge) => [pledge.versionId, pledge]));
  const paid: Paid[] = [];
  for (const { intent, facts } of all) {
    const pledge = byVersion.get(intent.refId)!;
    if (pledge.state === "CHARGING") paid.push({ pledge, intent, facts });
    else await collectOutcome.succeeded(tx, intent, facts, now);
  }
  if (paid.length === 0) return;
  await moveCollected(tx, paid, now);
  await postAll(
    tx,
    paid.map(({ pledge, intent }) => receiptOf(pledge.campaignId, intent)),
    now,
  );
  for (const campaignId of new Set(paid.map(({ pledge }) => pledge.campaignId)))
    await raiseReceived(tx, campaignId, sumOf(paid.filter(({ pledge }) => pledge.campaignId === campaignId)));
}

const sumOf = (paid: readonly Paid[]) => paid.reduce((sum, { intent }) => sum + intent.amountFen, 0n);

/** collectPledge of many, by one statement with one record each. */
async function moveCollected(tx: Tx, paid: readonly Paid[], now: Date) {
  const rows = paid.map(({ pledge, intent, facts }) => ({
    id: pledge.id,
    fen: String(intent.amountFen),
    method: facts.method ?? null,
    fingerprint: facts.fingerprint ?? null,
  }));
  const moved = await tx.$executeRaw`
    UPDATE "Pledge" p SET state = 'COLLECTED', "collectedFen" = p."collectedFen" + r.fen, "collectedAt" = ${now}, method = r.method,
           fingerprint = coalesce(r.fingerprint, p.fingerprint), "nextAttemptAt" = NULL, "lastDecline" = NULL
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, fen bigint, method text, fingerprint text)
     WHERE p.id = r.id AND p.state = 'CHARGING'`;
  if (moved !== paid.length || !allows(pledgeFlow, "collectPledge", "CHARGING")) throw new Refusal("wrongState");
  const move = { entity: "pledge", from: "CHARGING", to: "COLLECTED", verb: "collectPledge", actor: byStripe };
  await recordTransitions(
    tx,
    paid.map(({ pledge }) => pledge.id),
    move,
    now,
  );
  for (const { pledge } of paid) afterCommit(tx, () => signal({ user: pledge.userId }, `pledge:${pledge.id}`));
}

async function pledgeOf(tx: Tx, intent: Intent): Promise<Pledge> {
  const { pledgeId } = await tx.pledgeVersion.findUniqueOrThrow({ where: { id: intent.refId }, select: { pledgeId: true } });
  await tx.$queryRaw`SELECT id FROM "Pledge" WHERE id = ${pledgeId}::uuid FOR UPDATE`;
  return tx.pledge.findUniqueOrThrow({ where: { id: pledgeId } });
}

async function collect(tx: Tx, pledge: Pledge, intent: Intent, facts: Facts, now: Date) {
  const data = {
    collectedFen: { increment: intent.amountFen },
    collectedAt: now,
    method: facts.method ?? null,
    fingerprint: facts.fingerprint ?? pledge.fingerprint,
    nextAttemptAt: null,
    lastDecline: null,
  };
  await movePledge(tx, pledge, { verb: "collectPledge", to: "COLLECTED", actor: byStripe, data }, now);
  await takeIn(tx, pledge, intent, now);
}

const receive = (tx: Tx, pledge: Pledge, intent: Intent) =>
  tx.pledge.update({ where: { id: pledge.id }, data: { collectedFen: { increment: intent.amountFen } } });

async function takeIn(tx: Tx, { campaignId }: Pledge, intent: Intent, now: Date) {
  await post(tx, receiptOf(campaignId, intent), now);
  await raiseReceived(tx, campaignId, intent.amountFen);
}

const receiptOf = (campaignId: string, { id: intentId, amountFen }: Intent) => pledgeReceived({ intentId, campaignId, amountFen });

async function raiseReceived(tx: Tx, campaignId: string, fen: bigint) {
  await tx.$executeRaw`UPDATE "Campaign" SET "receivedFen" = "receivedFen" + ${fen}, v = v + 1 WHERE id = ${campaignId}::uuid`;
  afterCommit(tx, () => announceCampaign(campaignId));
}

/** The pledge was dropped, or its backer left, before its payment came: the money goes straight back. */
async function giveBackLate(tx: Tx, pledge: Pledge, intent: Intent, now: Date) {
  const campaign = await tx.campaign.findUniqueOrThrow({
    where: { id: pledge.campaignId },
    select: { id: true, creatorId: true, title: true },
  });
  await giveBack(tx, { campaign, pledge }, { amountFen: intent.amountFen, reason: "PAID_LATE", key: `late:${intent.id}` }, now);
  if (pledge.state === "DROPPED" || pledge.state === "CANCELLED")
    await movePledge(tx, pledge, { verb: "refundLatePayment", to: "REFUNDING", actor: byStripe, reason: "PAID_LATE" }, now);
}

async function decline(tx: Tx, pledge: Pledge, error: string, now: Date) {
  const { state, code, hard } = meaningOf(error);
  const { settledAt, windowEndsAt, title } = await tx.campaign.findUniqueOrThrow({
    where: { id: pledge.campaignId },
    select: { settledAt: true, windowEndsAt: true, title: true },
  });
  const isTriedAgain = state === "ERRORED" && !hard;
  const data = {
    lastDecline: code,
    hardDecline: hard,
    nextAttemptAt: isTriedAgain && settledAt ? nextAttemptAt(settledAt, pledge.attempts, now) : null,
  };
  await movePledge(tx, pledge, { verb: "declinePledge", to: state, actor: byStripe, reason: code, data }, now);
  if (!windowEndsAt || windowEndsAt <= now) return;
  const params = { title, amountFen: String(pledge.amountFen), byAt: windowEndsAt.toISOString() };
  const kind = state === "AUTH_REQUIRED" ? ("campaigns.notice.authNeeded" as const) : ("campaigns.notice.chargeDeclined" as const);
  await notifyUsers(tx, [pledge.userId], { kind, params, href: `/pledges/${pledge.id}`, subject: `collect:${pledge.id}` }, now);
}

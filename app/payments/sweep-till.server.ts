import { REREAD_DISPUTE_MS } from "#app/payments/card-dispute.ts";
import { ABANDONED_MS, isPage } from "#app/payments/intent.ts";
import { sweepPayees } from "#app/payments/payee-looks.server.ts";
import { enqueue, enqueueLook } from "#app/queue.server.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import type { IntentKind } from "../../generated/prisma/enums.ts";

/**
 * The reconciler's eyes: finds what was left lying (by a crash, a lost answer, an event that never came) and sends a job after it. The
 * jobs speak to the channel; the clock itself never waits for it.
 */
const BATCH = 50;
const MINUTE_MS = 60_000;
/** A campaign's thousands of charges leave at the channel's pace: one that waits in that line is not lost. */
const CHARGES_MS = 15 * MINUTE_MS;
/** How often the channel is asked for what it did, in case it did not tell. */
const POLLS = { "poll-events": 2 * MINUTE_MS, "poll-transactions": 5 * MINUTE_MS, "compare-balance": 10 * MINUTE_MS } as const;

export async function sweepTill(now: Date): Promise<number> {
  return transact(
    async (tx) =>
      (await pages(tx, now)) +
      (await intents(tx, now)) +
      (await lots(tx, now)) +
      (await inbox(tx, now)) +
      (await disputes(tx, now)) +
      (await sweepPayees(tx, now)) +
      (await polls(tx, now)),
  );
}

/** Pages that end before the channel would end them. */
async function pages(tx: Tx, now: Date) {
  const due = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM "PspIntent" WHERE state IN ('CREATED', 'SENDING', 'OPEN', 'UNKNOWN') AND "endsAt" <= ${now} ORDER BY "endsAt" LIMIT ${BATCH}`;
  for (const { id } of due) await enqueueLook(tx, "end-checkout", { intentId: id }, { key: id, seconds: 20 });
  return due.length;
}

async function intents(tx: Tx, now: Date) {
  const before = (ms: number) => new Date(now.getTime() - ms);
  // Thousands of charges that wait to be sent are a batch of their own: they keep nothing else from its turn.
  const due = await tx.$queryRaw<{ id: string; kind: IntentKind; unsent: boolean }[]>`
    WITH due AS (
      SELECT id, kind, "pspId" IS NULL AS unsent, kind = 'CHARGE' AND state = 'CREATED' AS queued, coalesce("leaseUntil", "createdAt") AS since FROM "PspIntent"
       WHERE state IN ('CREATED', 'SENDING', 'OPEN', 'UNKNOWN')
         AND CASE WHEN kind IN ('CHECKOUT', 'SETUP') AND "pspId" IS NULL THEN coalesce("expiresAt", "createdAt") <= ${before(ABANDONED_MS)}
                  WHEN "leaseUntil" IS NULL AND kind = 'CHARGE' THEN "createdAt" <= ${before(CHARGES_MS)}
                  WHEN "leaseUntil" IS NULL THEN "createdAt" <= ${before(MINUTE_MS)}
                  ELSE "leaseUntil" <= ${now} END)
    (SELECT id, kind, unsent FROM due WHERE NOT queued ORDER BY since LIMIT ${BATCH})
    UNION ALL (SELECT id, kind, unsent FROM due WHERE queued ORDER BY since LIMIT ${BATCH})`;
  for (const { id, kind, unsent } of due) {
    const sends = kind === "CHARGE" ? "send-charge" : "send-intent";
    await enqueueLook(tx, unsent && !isPage(kind) ? sends : "check-intent", { intentId: id }, { key: id, seconds: 20 });
  }
  return due.length;
}

/** Charges whose cost or day is not known, or whose day has come. Of one that was settled in another currency nothing more will be known. */
async function lots(tx: Tx, now: Date) {
  const due = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM "FundingLot" l WHERE "availableAt" IS NULL AND ("feeFen" IS NULL OR "availableOn" <= ${now})
       AND NOT EXISTS (SELECT FROM "ChannelLine" c WHERE c.source = l."chargeId" AND c.type IN ('charge', 'payment') AND c.currency <> 'cny')
     ORDER BY "createdAt" LIMIT ${BATCH}`;
  for (const { id } of due) await enqueueLook(tx, "settle-lot", { lotId: id }, { key: id, seconds: 10 });
  return due.length;
}

async function inbox(tx: Tx, now: Date) {
  const due = await tx.$queryRaw<{ eventId: string }[]>`
    SELECT "eventId" FROM "PspInbox" WHERE "processedAt" IS NULL AND "dueAt" <= ${now} ORDER BY "dueAt" LIMIT ${BATCH}`;
  for (const { eventId } of due) await enqueueLook(tx, "process-event", { eventId }, { key: eventId, seconds: 20 });
  return due.length;
}

/** Disputes that nobody heard of for a while, and answers that are still on their way. */
async function disputes(tx: Tx, now: Date) {
  const before = (ms: number) => new Date(now.getTime() - ms);
  const due = await tx.$queryRaw<{ id: string; pspId: string; sends: boolean }[]>`
    SELECT id, "pspId", "answerState" = 'SENDING' AS sends FROM "CardDispute"
     WHERE "closedAt" IS NULL AND ("readAt" <= ${before(REREAD_DISPUTE_MS)} OR ("answerState" = 'SENDING' AND "answeredAt" <= ${before(MINUTE_MS)}))
     ORDER BY "readAt" LIMIT ${BATCH}`;
  for (const { id, pspId, sends } of due) {
    if (sends) await enqueueLook(tx, "send-card-answer", { cardDisputeId: id }, { key: id, seconds: 60 });
    else await enqueueLook(tx, "read-card-dispute", { pspId }, { key: pspId, seconds: 60 });
  }
  return due.length;
}

/** One for each interval: whoever moves the cursor sends the job. */
async function polls(tx: Tx, now: Date) {
  let sent = 0;
  for (const [name, every] of Object.entries(POLLS)) {
    const due = await tx.$executeRaw`
      INSERT INTO "PspCursor" (name, value, at) VALUES (${name}, '', ${now})
      ON CONFLICT (name) DO UPDATE SET at = excluded.at WHERE "PspCursor".at <= ${new Date(now.getTime() - every)} OR "PspCursor".at > ${now}`;
    if (due === 0) continue;
    await enqueue(tx, name, {});
    sent++;
  }
  return sent;
}

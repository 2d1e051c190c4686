import { db } from "#app/db.server.ts";
import { suspenseCleared, unknownTransaction } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { keepLines } from "#app/payments/channel-lines.server.ts";
import { dayOf } from "#app/payments/day-statement/day.ts";
import { HOUR_MS } from "#app/payments/intent.ts";
import { recordPayout } from "#app/payments/record-payout.server.ts";
import { enqueue } from "#app/queue.server.ts";
import { appNow, type Tx, transact } from "#app/transact.server.ts";
import type { ChannelLine } from "../../generated/prisma/client.ts";

/** Younger movements of the channel may still be on their way into the books. */
const GRACE_S = 3600;
const FIRST_LOOK_MS = 24 * HOUR_MS;

/** Up to which second the channel's lines have been judged: each of them is explained or in suspense. */
export async function judgedUpto(now: Date): Promise<number> {
  const cursor = await db.pspCursor.findUnique({ where: { name: "poll-transactions" } });
  return cursor?.value ? Number(cursor.value) : Math.floor((now.getTime() - FIRST_LOOK_MS) / 1000);
}

/**
 * Compares the channel's journal with ours, line by line. What of a line nothing here explains is recorded in suspense, where it alarms;
 * what is explained later leaves suspense again. A line is explained by what was booked for its source under its type, to the fen, and
 * that for one line only (channel_line_known): a second one of the same source is money of its own.
 */
export async function pollTransactions(): Promise<{ unknown: number; cleared: number }> {
  const now = await appNow();
  const upto = Math.floor(now.getTime() / 1000) - GRACE_S;
  const since = await judgedUpto(now);
  let unknown = 0;
  if (upto > since) {
    // All of them are kept before any is judged: which of two lines came first is known then.
    await keepLines({ gt: since, lte: upto });
    for (const { id } of await unexplained(since, upto)) if (await recordUnknown(id, now)) unknown++;
    await db.pspCursor.upsert({
      where: { name: "poll-transactions" },
      create: { name: "poll-transactions", value: String(upto), at: now },
      update: { value: String(upto) },
    });
  }
  return { unknown, cleared: await clearKnown(now) };
}

function unexplained(since: number, upto: number) {
  const [from, to] = [new Date(since * 1000), new Date(upto * 1000)];
  return db.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM "ChannelLine" c
     WHERE c.day BETWEEN ${dayOf(from)} AND ${dayOf(to)} AND c.at > ${from} AND c.at <= ${to} AND c.currency = 'cny' AND c."netFen" <> 0
       AND channel_line_known(c) <> c."netFen" AND NOT EXISTS (SELECT FROM "LedgerTx" t WHERE t."idemKey" = 'unknown:' || c.id)
     ORDER BY c.at, c.id`;
}

/** What of a line's net nothing explains. */
async function restOf(tx: Tx, lineId: string): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ fen: bigint }[]>`
    SELECT c."netFen" - channel_line_known(c) AS fen FROM "ChannelLine" c WHERE c.id = ${lineId}`;
  return row!.fen;
}

async function recordUnknown(lineId: string, now: Date): Promise<boolean> {
  const line = await db.channelLine.findUniqueOrThrow({ where: { id: lineId } });
  return transact(async (tx) => {
    const netFen = await restOf(tx, lineId);
    if (netFen === 0n || (await recordPayout(tx, line, now))) return false;
    await post(tx, unknownTransaction({ transactionId: line.id, source: line.source, netFen }), now);
    await enqueue(tx, "tell-desk", { transactionId: line.id });
    await readAgain(tx, line);
    return true;
  });
}

/** A dispute or a refund that came back, of which no event told: reading it explains the line, and it leaves suspense again. */
async function readAgain(tx: Tx, { category, type, source }: ChannelLine) {
  if (category.startsWith("dispute")) await enqueue(tx, "read-card-dispute", { pspId: source });
  if (type !== "refund_failure") return;
  const intent = await tx.pspIntent.findUnique({ where: { pspId: source }, select: { id: true } });
  if (intent) await enqueue(tx, "check-intent", { intentId: intent.id });
}

async function clearKnown(now: Date): Promise<number> {
  const open = await db.$queryRaw<{ transactionId: string; source: string; netFen: bigint }[]>`
    SELECT substr(t."idemKey", 9) AS "transactionId", t.ref AS source, -e."amountFen" AS "netFen"
      FROM "LedgerTx" t JOIN "LedgerEntry" e ON e."txId" = t.id JOIN "LedgerAccount" a ON a.id = e."accountId" AND a.key = 'suspense:cny'
      JOIN "ChannelLine" c ON c.id = substr(t."idemKey", 9)
     WHERE t.kind = 'unknownTransaction' AND channel_line_known(c) = c."netFen"
       AND NOT EXISTS (SELECT FROM "LedgerTx" d WHERE d."idemKey" = 'cleared:' || c.id) LIMIT 200`;
  let cleared = 0;
  for (const line of open) {
    await transact(async (tx) => {
      if ((await restOf(tx, line.transactionId)) !== 0n) return;
      await post(tx, suspenseCleared(line), now);
      cleared++;
    });
  }
  return cleared;
}

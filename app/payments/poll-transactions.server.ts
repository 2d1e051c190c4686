import { db } from "#app/db.server.ts";
import { suspenseCleared, unknownTransaction } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { HOUR_MS } from "#app/payments/intent.ts";
import { recordPayout } from "#app/payments/record-payout.server.ts";
import { type Stripe, stripe } from "#app/payments/stripe.server.ts";
import { enqueue } from "#app/queue.server.ts";
import { appNow, type Tx, transact } from "#app/transact.server.ts";

/** Younger movements of the channel may still be on their way into the books. */
const GRACE_S = 3600;
const FIRST_LOOK_MS = 24 * HOUR_MS;

/**
 * Compares the channel's journal with ours, line by line. What nothing here explains is recorded in suspense, where it alarms; what is
 * explained later leaves suspense again.
 */
export async function pollTransactions(): Promise<{ unknown: number; cleared: number }> {
  const now = await appNow();
  const upto = Math.floor(now.getTime() / 1000) - GRACE_S;
  const cursor = await db.pspCursor.findUnique({ where: { name: "poll-transactions" } });
  const since = cursor?.value ? Number(cursor.value) : Math.floor((now.getTime() - FIRST_LOOK_MS) / 1000);
  let unknown = 0;
  if (upto > since) {
    for await (const line of stripe.balanceTransactions.list({ created: { gt: since, lte: upto }, limit: 100 })) {
      if (await recordUnknown(line, now)) unknown++;
    }
    await db.pspCursor.upsert({
      where: { name: "poll-transactions" },
      create: { name: "poll-transactions", value: String(upto), at: now },
      update: { value: String(upto) },
    });
  }
  return { unknown, cleared: await clearKnown(now) };
}

/** A charge that funds something, a transfer or refund that an intent asked for and that stands in the books (or came back), a line of a dispute. */
const explained = async (on: Pick<Tx, "$queryRaw">, source: string, transactionId: string) => {
  const [row] = await on.$queryRaw<{ known: boolean }[]>`
    SELECT EXISTS (SELECT FROM "FundingLot" WHERE "chargeId" = ${source})
        OR EXISTS (SELECT FROM "PspIntent" WHERE "pspId" = ${source} AND state IN ('SUCCEEDED', 'OPEN') AND kind IN ('TRANSFER', 'REFUND'))
        OR EXISTS (SELECT FROM "PspIntent" WHERE "pspId" = ${source} AND state = 'FAILED' AND (kind = 'REFUND' OR "reversalId" IS NOT NULL))
        OR EXISTS (SELECT FROM "PspIntent" WHERE "reversalId" = ${source})
        OR EXISTS (SELECT FROM "ReturnedPay" WHERE "reversalId" = ${source})
        OR EXISTS (SELECT FROM "LedgerTx" WHERE "idemKey" = 'card-dispute:' || ${transactionId}) AS known`;
  return row!.known;
};

async function recordUnknown(line: Stripe.BalanceTransaction, now: Date): Promise<boolean> {
  const source = typeof line.source === "string" ? line.source : (line.source?.id ?? line.id);
  if (line.currency !== "cny" || line.net === 0) return false;
  return transact(async (tx) => {
    if (await explained(tx, source, line.id)) return false;
    if (await recordPayout(tx, line, source, now)) return false;
    await post(tx, unknownTransaction({ transactionId: line.id, source, netFen: BigInt(line.net) }), now);
    await enqueue(tx, "tell-desk", { transactionId: line.id });
    // A dispute, or a transfer that came back, of which no event told: reading it explains the line, and it leaves suspense again.
    if (line.reporting_category.startsWith("dispute")) await enqueue(tx, "read-card-dispute", { pspId: source });
    return true;
  });
}

async function clearKnown(now: Date): Promise<number> {
  const open = await db.$queryRaw<{ transactionId: string; source: string; netFen: bigint }[]>`
    SELECT substr(t."idemKey", 9) AS "transactionId", t.ref AS source, -e."amountFen" AS "netFen"
      FROM "LedgerTx" t JOIN "LedgerEntry" e ON e."txId" = t.id JOIN "LedgerAccount" a ON a.id = e."accountId" AND a.key = 'suspense:cny'
     WHERE t.kind = 'unknownTransaction'
       AND NOT EXISTS (SELECT FROM "LedgerTx" c WHERE c."idemKey" = 'cleared:' || substr(t."idemKey", 9)) LIMIT 200`;
  let cleared = 0;
  for (const line of open) {
    await transact(async (tx) => {
      if (!(await explained(tx, line.source, line.transactionId))) return;
      await post(tx, suspenseCleared(line), now);
      cleared++;
    });
  }
  return cleared;
}

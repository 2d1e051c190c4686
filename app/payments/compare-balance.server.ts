import { db } from "#app/db.server.ts";
import { log } from "#app/log.server.ts";
import { keepLines, newestLine, seconds } from "#app/payments/channel-lines.server.ts";
import { dayOf, startOf } from "#app/payments/day-statement/day.ts";
import { judgedUpto } from "#app/payments/poll-transactions.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { enqueue } from "#app/queue.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

/**
 * The channel's balance beside ours. What its journal moved for something of ours and the books have not recorded yet is under way and
 * counted in; any other difference is none that time explains. It alarms at once when nothing is going on, otherwise when it stands for
 * STANDS_MS, and until a comparison agrees.
 */
export type Comparison = Figures & { agrees: boolean; differsSince: Date | null; alarming: boolean; at: Date };
type Figures = { oursFen: bigint; underWayFen: bigint; theirsFen: bigint; quiet: boolean };

const STANDS_MS = 30 * 60_000;
/** The channel may move while it is read: then it is read again. */
const TRIES = 4;
/** Lines of one second may be listed at different times: the same stretch is read twice. */
const OVERLAP_S = 300;
const CURSOR = "lines";

export async function compareBalance(): Promise<Comparison> {
  for (let i = 1; ; i++) {
    const before = await newestLine();
    await readNewLines();
    const { pending, available } = await stripe.balance.retrieve();
    const theirsFen = [...pending, ...available].reduce((sum, part) => sum + (part.currency === "cny" ? BigInt(part.amount) : 0n), 0n);
    const at = await appNow();
    // The books come last: all that they hold by then, the channel had done before.
    const { todayFen, ...books } = await readBooks(at);
    const found = { ...books, theirsFen };
    if ((await newestLine()) === before) return keep(found, theirsFen - todayFen, at);
    if (i < TRIES) continue;
    log.warn({ oursFen: String(found.oursFen) }, "the channel moved while it was compared");
    return (await lastComparison()) ?? { ...found, agrees: agree(found), differsSince: null, alarming: false, at };
  }
}

const agree = ({ oursFen, underWayFen, theirsFen }: Figures) => oursFen + underWayFen === theirsFen;

/** The journal since the last reading; at first, of the day and of all that is not judged yet. */
async function readNewLines(): Promise<void> {
  const now = await appNow();
  const cursor = await db.pspCursor.findUnique({ where: { name: CURSOR } });
  const first = Math.min(seconds(startOf(dayOf(now))), await judgedUpto(now));
  await keepLines({ gte: cursor ? Math.min(Number(cursor.value) - OVERLAP_S, seconds(now)) : first });
  const value = String(seconds(now));
  await db.pspCursor.upsert({ where: { name: CURSOR }, create: { name: CURSOR, value, at: now }, update: { value, at: now } });
}

/**
 * Ours, what is under way, and what the day's lines moved, on one state of the database. Under way are lines that are not judged yet, or
 * stand in suspense until it is cleared, of refunds that are not over and charges whose cost is not known; and charges that have no line yet.
 */
async function readBooks(at: Date): Promise<Omit<Figures, "theirsFen"> & { todayFen: bigint }> {
  const judged = new Date((await judgedUpto(at)) * 1000);
  const [row] = await db.$queryRaw<[Omit<Figures, "theirsFen"> & { todayFen: bigint }]>`
    WITH lines AS (
      SELECT c FROM "ChannelLine" c WHERE c.day >= ${dayOf(judged)} AND c.at > ${judged} AND c.currency = 'cny'
      UNION SELECT c FROM "PspIntent" i JOIN "ChannelLine" c ON c.source = i."pspId" WHERE i.state = 'OPEN' AND i.kind IN ('REFUND', 'TRANSFER') AND c.currency = 'cny'
      UNION SELECT c FROM "FundingLot" l JOIN "ChannelLine" c ON c.source = l."chargeId" WHERE l."availableAt" IS NULL AND l."feeFen" IS NULL AND c.currency = 'cny'
      UNION SELECT c FROM "LedgerAccount" a JOIN "LedgerEntry" e ON e."accountId" = a.id JOIN "LedgerTx" t ON t.id = e."txId" AND t.kind = 'unknownTransaction'
        JOIN "ChannelLine" c ON c.id = substr(t."idemKey", 9)
       WHERE a.key = 'suspense:cny' AND NOT EXISTS (SELECT FROM "LedgerTx" d WHERE d."idemKey" = 'cleared:' || c.id)),
    open AS (SELECT (c)."netFen" - channel_line_booked(c) AS fen, channel_line_known(c) = (c)."netFen" OR channel_line_awaited(c) AS ours FROM lines)
    SELECT (SELECT coalesce(sum(b."debitFen" - b."creditFen"), 0)::bigint FROM "LedgerAccount" a JOIN "LedgerBalance" b ON b."accountId" = a.id
             WHERE a.key IN ('psp:pending:cny', 'psp:available:cny')) AS "oursFen",
           (SELECT coalesce(sum(fen), 0)::bigint FROM open WHERE ours)
         - (SELECT coalesce(sum(l."amountFen"), 0)::bigint FROM "FundingLot" l WHERE l."availableAt" IS NULL AND l."feeFen" IS NULL
               AND NOT EXISTS (SELECT FROM "ChannelLine" c WHERE c.source = l."chargeId")) AS "underWayFen",
           (SELECT coalesce(sum("netFen"), 0)::bigint FROM "ChannelLine" WHERE day >= ${dayOf(at)} AND currency = 'cny') AS "todayFen",
           NOT (EXISTS (SELECT FROM "PspIntent" WHERE state IN ('SENDING', 'OPEN', 'UNKNOWN', 'PARKED') AND kind <> 'SETUP')
             OR EXISTS (SELECT FROM "FundingLot" WHERE "feeFen" IS NULL)
             OR EXISTS (SELECT FROM "PspInbox" WHERE "processedAt" IS NULL)) AS quiet`;
  return row;
}

/** Each comparison is a row: since when it differs is carried from one to the next, under a lock. */
async function keep(found: Figures, dayOpeningFen: bigint, at: Date): Promise<Comparison> {
  const now = await transact(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(1818584170)`;
    const last = await tx.balanceReading.findFirst({ orderBy: { id: "desc" } });
    const differsSince = agree(found) ? null : (last?.differsSince ?? at);
    const stands = differsSince !== null && at.getTime() - differsSince.getTime() >= STANDS_MS;
    const alarming = differsSince !== null && (found.quiet || stands || (last?.alarming ?? false));
    await tx.balanceReading.create({ data: { ...found, dayOpeningFen, at, day: dayOf(at), differsSince, alarming } });
    if (alarming && !last?.alarming) await enqueue(tx, "tell-desk", told(found));
    return { ...found, agrees: differsSince === null, differsSince, alarming, at };
  });
  if (now.alarming) log.error({ ...told(now), underWayFen: String(now.underWayFen) }, "the channel's balance is not ours");
  return now;
}

/** What the books would have to hold at the channel, and what it holds. */
const told = ({ oursFen, underWayFen, theirsFen }: Figures) => ({ oursFen: String(oursFen + underWayFen), theirsFen: String(theirsFen) });

/** What the last comparison found; null before the first. */
export async function lastComparison(): Promise<Comparison | null> {
  const last = await db.balanceReading.findFirst({ orderBy: { id: "desc" }, omit: { id: true, day: true, dayOpeningFen: true } });
  return last && { ...last, agrees: last.differsSince === null };
}

/** With what balance a day ended, as the channel said it first on the day after; null when nobody asked it then. */
export async function saidAtEnd(tx: Pick<typeof db, "balanceReading">, next: string): Promise<bigint | null> {
  // In the first minute the channel's clock may still stand before midnight.
  const at = { gte: new Date(startOf(next).getTime() + 60_000) };
  const reading = await tx.balanceReading.findFirst({ where: { day: next, at }, orderBy: { id: "asc" }, select: { dayOpeningFen: true } });
  return reading?.dayOpeningFen ?? null;
}

import { db } from "#app/db.server.ts";
import { log } from "#app/log.server.ts";
import { compareBalance, saidAtEnd } from "#app/payments/compare-balance.server.ts";
import { dayAfter, dayOf, endOf, isOver, startOf } from "#app/payments/day-statement/day.ts";
import { type Of, openItems } from "#app/payments/day-statement/open-items.server.ts";
import { forgetPlace, readDay } from "#app/payments/day-statement/read-day.server.ts";
import { enqueue } from "#app/queue.server.ts";
import { appNow, type Tx, transact } from "#app/transact.server.ts";

/**
 * Makes the statement of a day from the books and from the channel's journal of that day: what moved on each side, what stands differently
 * at its end and why, what stands in suspense, what went to the bank, and the balance that the channel itself says. Made once; whoever comes second finds it there.
 */
export async function makeDay(day: string): Promise<boolean> {
  if (!isOver(day, await appNow())) return false;
  await readDay(day);
  // Nobody has asked for the balance on the day after yet.
  if (dayAfter(day) === dayOf(await appNow()) && (await saidAtEnd(db, dayAfter(day))) === null) await compareBalance();
  return transact(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(1818584169)`;
    if (await tx.dayStatement.findUnique({ where: { day }, select: { day: true } })) return false;
    const now = await appNow(tx);
    const before = await tx.dayStatement.findFirst({ where: { day: { lt: day } }, orderBy: { day: "desc" } });
    if (before && dayAfter(before.day) !== day) throw new Error(`the statement of ${dayAfter(before.day)} comes before that of ${day}`);
    const of = { day, since: startOf(day), until: endOf(day) };
    const booksOpeningFen = before?.booksClosingFen ?? (await standing(tx, "psp:%:cny", of.since));
    const channelOpeningFen = before?.channelClosingFen ?? booksOpeningFen;
    const bankOpeningFen = before?.bankClosingFen ?? (await standing(tx, "bank:cny", of.since));
    const booksFen = await moved(tx, "BOOKS", "psp:%:cny", of);
    const bankFen = await moved(tx, "BANK", "bank:cny", of);
    const channelFen = await channelMoved(tx, day);
    const suspenseFen = await inSuspense(tx, of);
    const booksClosingFen = booksOpeningFen + booksFen;
    const channelClosingFen = channelOpeningFen + channelFen;
    const channelSaidFen = await saidAtEnd(tx, dayAfter(day));
    const { explainedFen, unexplainedFen } = await openItems(tx, of, { saidFen: channelSaidFen, closingFen: channelClosingFen });
    await tx.dayStatement.create({
      data: {
        ...{ day, booksOpeningFen, booksClosingFen, channelOpeningFen, channelClosingFen, channelSaidFen, explainedFen },
        ...{ unexplainedFen, suspenseFen, bankOpeningFen, bankClosingFen: bankOpeningFen + bankFen, hashPrev: before?.hash ?? "", at: now },
      },
    });
    await tx.pspCursor.deleteMany({ where: forgetPlace(day) });
    // After an outage of days the next one is due already.
    if (isOver(dayAfter(day), now)) await enqueue(tx, "make-day", { day: dayAfter(day) });
    if (unexplainedFen !== 0n) log.error({ day, unexplainedFen: String(unexplainedFen) }, "a day's difference is not explained");
    return true;
  });
}

/** What accounts came to before a moment: only the first statement asks for it. */
async function standing(tx: Tx, like: string, moment: Date): Promise<bigint> {
  const [{ fen }] = (await tx.$queryRaw<{ fen: bigint }[]>`
    SELECT coalesce(sum(e."amountFen"), 0)::bigint AS fen FROM "LedgerTx" t JOIN "LedgerEntry" e ON e."txId" = t.id
      JOIN "LedgerAccount" a ON a.id = e."accountId" AND a.key LIKE ${like} WHERE t.at < ${moment}`) as [{ fen: bigint }];
  return fen;
}

/** What the day's movements did to accounts, by kind; gives their sum. Money that only became available moved within them. */
async function moved(tx: Tx, section: "BOOKS" | "BANK", like: string, { day, since, until }: Of): Promise<bigint> {
  const rows = await tx.$queryRaw<{ name: string; count: number; amountFen: bigint }[]>`
    SELECT t.kind AS name, count(DISTINCT t.id)::int AS count, sum(e."amountFen")::bigint AS "amountFen"
      FROM "LedgerTx" t JOIN "LedgerEntry" e ON e."txId" = t.id JOIN "LedgerAccount" a ON a.id = e."accountId" AND a.key LIKE ${like}
     WHERE t.at >= ${since} AND t.at < ${until} GROUP BY 1 ORDER BY 1`;
  await tx.dayStatementLine.createMany({ data: rows.map((row) => ({ day, section, ...row })) });
  return rows.reduce((sum, row) => sum + row.amountFen, 0n);
}

/** The channel's journal of the day by type; gives its net. Another currency would be another account. */
async function channelMoved(tx: Tx, day: string): Promise<bigint> {
  const rows = await tx.$queryRaw<{ name: string; note: string; count: number; amountFen: bigint; feeFen: bigint }[]>`
    SELECT type AS name, category AS note, count(*)::int AS count, sum("amountFen")::bigint AS "amountFen", sum("feeFen")::bigint AS "feeFen"
      FROM "ChannelLine" WHERE day = ${day} AND currency = 'cny' GROUP BY 1, 2 ORDER BY 1, 2`;
  await tx.dayStatementLine.createMany({ data: rows.map((row) => ({ day, section: "CHANNEL" as const, ...row })) });
  return rows.reduce((sum, row) => sum + row.amountFen - row.feeFen, 0n);
}

/** What stands in suspense at the day's end, line by line; gives its sum as the channel signs it. */
async function inSuspense(tx: Tx, { day, until }: Of): Promise<bigint> {
  const [{ fen }] = (await tx.$queryRaw<{ fen: bigint }[]>`
    WITH made AS (
      INSERT INTO "DayStatementLine" (day, section, name, note, "amountFen")
      SELECT ${day}, 'SUSPENSE', substr(t."idemKey", 9), t.ref, -e."amountFen"
        FROM "LedgerAccount" a JOIN "LedgerEntry" e ON e."accountId" = a.id JOIN "LedgerTx" t ON t.id = e."txId" AND t.kind = 'unknownTransaction' AND t.at < ${until}
       WHERE a.key = 'suspense:cny'
         AND NOT EXISTS (SELECT FROM "LedgerTx" c WHERE c."idemKey" = 'cleared:' || substr(t."idemKey", 9) AND c.at < ${until})
       ORDER BY t.id RETURNING "amountFen")
    SELECT coalesce(sum("amountFen"), 0)::bigint AS fen FROM made`) as [{ fen: bigint }];
  return fen;
}

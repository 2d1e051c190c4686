import { DAY_MS, dayBefore, OPEN_DAYS, type OpenNote, unexplainedNotes } from "#app/payments/day-statement/day.ts";
import type { Tx } from "#app/transact.server.ts";

export type Of = { day: string; since: Date; until: Date };
type Open = { name: string; note: OpenNote; amountFen: bigint };
/** explained: the sum of what has a reason. unexplained: the sizes of what has none, so that two of them never hide one another. */
export type Explained = { explainedFen: bigint; unexplainedFen: bigint };

/**
 * Charges, transfers, refunds, payouts and the like that the two sides see differently at the day's end: what was open the day before,
 * with what each side did about it today. Each with its reason: the books recorded it after the day's end, the channel's fee was not
 * known, it went into suspense, it belongs to something under way, or the books were ahead. A reason lasts only for OPEN_DAYS; what is
 * older or has none is unexplained. `saidFen` is the closing balance as the channel said it, beside the one by its lines.
 */
export async function openItems(
  tx: Tx,
  of: Of,
  { saidFen, closingFen }: { saidFen: bigint | null; closingFen: bigint },
): Promise<Explained> {
  const rows = await itemsOf(tx, of);
  if (saidFen !== null && saidFen !== closingFen) rows.push({ name: "balance", note: "BALANCE", amountFen: saidFen - closingFen });
  await tx.dayStatementLine.createMany({ data: rows.map((row) => ({ day: of.day, section: "OPEN" as const, ...row })) });
  let [explainedFen, unexplainedFen] = [0n, 0n];
  for (const { note, amountFen } of rows)
    if (!unexplainedNotes.includes(note)) explainedFen += amountFen;
    else unexplainedFen += amountFen < 0n ? -amountFen : amountFen;
  return { explainedFen, unexplainedFen };
}

const itemsOf = (tx: Tx, { day, since, until }: Of) =>
  tx.$queryRaw<Open[]>`
    WITH was AS (SELECT day, name, "amountFen" FROM "DayStatementLine" WHERE section = 'OPEN' AND note <> 'BALANCE' AND day IN
                  (${dayBefore(day, 1)}, ${dayBefore(day, OPEN_DAYS.line)}, ${dayBefore(day, OPEN_DAYS.ahead)}, ${dayBefore(day, OPEN_DAYS.refund)})),
    sides AS (
      SELECT name AS item, "amountFen" AS fen FROM was WHERE day = ${dayBefore(day, 1)}
      UNION ALL SELECT source, "netFen" FROM "ChannelLine" WHERE day = ${day} AND currency = 'cny'
      UNION ALL
      SELECT channel_item(t."idemKey", t.ref), -e."amountFen" FROM "LedgerTx" t JOIN "LedgerEntry" e ON e."txId" = t.id
        JOIN "LedgerAccount" a ON a.id = e."accountId" AND a.key LIKE 'psp:%:cny' WHERE t.at >= ${since} AND t.at < ${until}),
    -- A transfer that had come back before the books heard of it is one item with its reversal: together they are nothing.
    open AS (
      SELECT coalesce(i."pspId", s.item) AS item, sum(s.fen)::bigint AS fen FROM sides s
        LEFT JOIN "PspIntent" i ON i."reversalId" = s.item AND NOT EXISTS (SELECT FROM "LedgerTx" t WHERE t."idemKey" = 'transfer:' || i.id)
       GROUP BY 1 HAVING sum(s.fen) <> 0),
    later AS (
      SELECT channel_item(t."idemKey", t.ref) AS item, bool_or(t.kind = 'unknownTransaction') AS unknown, bool_and(t.kind = 'feeKnown') AS fee
        FROM "LedgerTx" t WHERE t.at >= ${until} AND t.at < ${new Date(until.getTime() + 2 * DAY_MS)} AND t.kind <> 'fundsAvailable'
         AND EXISTS (SELECT FROM "LedgerEntry" e JOIN "LedgerAccount" a ON a.id = e."accountId" WHERE e."txId" = t.id AND a.key LIKE 'psp:%:cny')
       GROUP BY 1),
    -- rest: what the books do not hold of the item's lines even now. ours: each such line belongs to something known.
    facts AS (
      SELECT o.item, o.fen, l.item IS NOT NULL AS booked, l.unknown, l.fee, w.rest, w.ours,
             EXISTS (SELECT FROM "PspIntent" i WHERE i."pspId" = o.item AND i.kind = 'REFUND') AS refund
        FROM open o LEFT JOIN later l ON l.item = o.item CROSS JOIN LATERAL (
          SELECT sum(c."netFen" - channel_line_booked(c)) AS rest,
                 bool_and(c."netFen" IN (channel_line_booked(c), channel_line_known(c)) OR channel_line_awaited(c)) AS ours
            FROM "ChannelLine" c WHERE c.source = o.item AND c.at < ${until} AND c.currency = 'cny') w)
    SELECT f.item AS name, f.fen AS "amountFen",
           CASE WHEN EXISTS (SELECT FROM was y WHERE y.name = f.item AND y.day = ${dayBefore(day, 1)})
                 AND EXISTS (SELECT FROM was z WHERE z.name = f.item AND z.day = CASE WHEN f.refund THEN ${dayBefore(day, OPEN_DAYS.refund)}
                               WHEN f.rest IS NULL THEN ${dayBefore(day, OPEN_DAYS.ahead)} ELSE ${dayBefore(day, OPEN_DAYS.line)} END) THEN 'UNEXPLAINED'
                WHEN f.rest IS NULL AND (EXISTS (SELECT FROM "ChannelLine" c WHERE c.source = f.item)
                  OR EXISTS (SELECT FROM "FundingLot" l WHERE l."chargeId" = f.item)
                  OR EXISTS (SELECT FROM "PspIntent" i WHERE i."pspId" = f.item OR i."reversalId" = f.item)
                  OR EXISTS (SELECT FROM "ReturnedPay" r WHERE r."reversalId" = f.item)) THEN 'AHEAD'
                WHEN f.rest = 0 AND (f.booked OR EXISTS (SELECT FROM "ChannelLine" c WHERE c.source = f.item AND c.at >= ${until})) THEN CASE WHEN f.unknown THEN 'SUSPENSE' WHEN f.fee THEN 'FEE' ELSE 'LATER' END
                WHEN EXISTS (SELECT FROM "FundingLot" l WHERE l."chargeId" = f.item AND l."feeFen" IS NULL) THEN 'FEE'
                WHEN f.rest <> 0 AND f.ours THEN 'WAITING'
                ELSE 'UNEXPLAINED' END AS note
      FROM facts f ORDER BY f.item`;

import type { Tx } from "#app/transact.server.ts";

type Query = (on: Pick<Tx, "$queryRaw">) => Promise<{ what: string }[]>;

/** The checks of what operators see and do: their log, the days' statements, acts by hand. */
export const deskChecks = {
  /** The sealed blocks of the operators' log still have their hashes. */
  operatorLog: (on) => on.$queryRaw`
    SELECT 'block ' || b.seq AS what
      FROM (SELECT *, lag("uptoActId", 1, 0::bigint) OVER (ORDER BY seq) AS after_id, lag(hash, 1, '') OVER (ORDER BY seq) AS before FROM "OperatorBlock") b
     WHERE b."hashPrev" <> b.before OR b.hash <> operator_block_hash(b.before, b.after_id, b."uptoActId") LIMIT 100`,

  /** The days' statements follow one another and are as they were made; the last one explains every difference and still agrees with the books. */
  dayStatements: (on) => on.$queryRaw`
    WITH days AS (SELECT s.*, lag(hash, 1, '') OVER w AS before, lag("booksClosingFen") OVER w AS books, lag("channelClosingFen") OVER w AS channel,
                         lag("bankClosingFen") OVER w AS bank, day_statement_hash(s) AS again FROM "DayStatement" s WINDOW w AS (ORDER BY day)),
         last AS (SELECT day, "booksClosingFen", "unexplainedFen" FROM "DayStatement" ORDER BY day DESC LIMIT 1),
         books AS (SELECT coalesce(sum(e."amountFen"), 0) AS fen FROM last, "LedgerTx" t JOIN "LedgerEntry" e ON e."txId" = t.id JOIN "LedgerAccount" a ON a.id = e."accountId"
                    WHERE a.key LIKE 'psp:%:cny' AND t.at < (last.day || 'T00:00:00+08:00')::timestamptz + interval '1 day')
    SELECT day AS what FROM days WHERE hash <> again OR "hashPrev" <> before
        OR "booksOpeningFen" <> coalesce(books, "booksOpeningFen") OR "channelOpeningFen" <> coalesce(channel, "channelOpeningFen") OR "bankOpeningFen" <> coalesce(bank, "bankOpeningFen")
    UNION ALL
    SELECT last.day || ': ' || last."booksClosingFen" || ' <> ' || books.fen FROM last, books WHERE last."booksClosingFen" <> books.fen
    UNION ALL
    SELECT day || ': ' || "unexplainedFen" || ' unexplained' FROM last WHERE "unexplainedFen" <> 0 LIMIT 100`,

  /** Every act by hand has two operators and its movement, and every such movement its act. */
  manualActs: (on) => on.$queryRaw`
    WITH done AS (
      SELECT id, CASE kind WHEN 'SUSPENSE' THEN replace(subject, 'suspense:', 'cleared:') ELSE 'manual:' || id END AS key, "proposedById", "decidedById"
        FROM "ManualAct" WHERE state = 'APPROVED' AND kind <> 'INTENT')
    SELECT 'act ' || d.id AS what FROM done d
     WHERE d."decidedById" IS NULL OR d."decidedById" = d."proposedById" OR NOT EXISTS (SELECT FROM "LedgerTx" t WHERE t."idemKey" = d.key)
    UNION ALL
    SELECT 'movement ' || t."idemKey" FROM "LedgerTx" t
     WHERE (t.kind IN ('suspenseAssigned', 'adjustedByHand') OR t."idemKey" LIKE 'manual:%') AND NOT EXISTS (SELECT FROM done d WHERE d.key = t."idemKey") LIMIT 100`,
} as const satisfies Record<string, Query>;

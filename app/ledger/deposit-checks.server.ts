import type { Tx } from "#app/transact.server.ts";

type Query = (on: Pick<Tx, "$queryRaw">) => Promise<{ what: string }[]>;

/** The checks of deposits: each row against its own account, its payments and the sums that left it. */
export const depositChecks = {
  /** A deposit's account is what was paid in, less what went back, what was forfeited and what a card's bank took; what was paid in are charges that came. */
  depositMoney: (on) => on.$queryRaw`
    WITH held AS (
      SELECT substr(a.key, length(a.key) - 35)::uuid AS id, -sum(e."amountFen") AS fen
        FROM "LedgerAccount" a JOIN "LedgerEntry" e ON e."accountId" = a.id WHERE a.key LIKE 'deposit:%' GROUP BY 1),
    paid AS (SELECT "refId" AS id, sum("amountFen") AS fen FROM "FundingLot" WHERE "refType" = 'deposit' GROUP BY 1)
    SELECT coalesce(d.id, held.id) || ': ' || coalesce(held.fen, 0) || ' of ' || coalesce(paid.fen, 0) AS what
      FROM "Deposit" d FULL JOIN held ON held.id = d.id LEFT JOIN paid ON paid.id = d.id
     WHERE d.id IS NULL OR coalesce(held.fen, 0) <> d."paidFen" - d."returnedFen" - d."forfeitedFen" - d."chargedBackFen" OR coalesce(paid.fen, 0) <> d."paidFen" LIMIT 100`,

  /** What went back and what was forfeited are the sums on their way or there; what a claim granted was forfeited. */
  depositOut: (on) => on.$queryRaw`
    WITH gone AS (
      SELECT "depositId" AS id, coalesce(sum("amountFen") FILTER (WHERE cause = 'RETURN'), 0) AS back, coalesce(sum("amountFen" - "keptFen") FILTER (WHERE cause = 'FORFEIT'), 0) AS lost
        FROM "DepositRemittance" GROUP BY 1),
    granted AS (SELECT "depositId" AS id, sum("paidFen") AS fen FROM "DepositClaim" GROUP BY 1)
    SELECT d.kind || ' ' || d.id AS what FROM "Deposit" d LEFT JOIN gone ON gone.id = d.id LEFT JOIN granted ON granted.id = d.id
     WHERE d."returnedFen" <> coalesce(gone.back, 0) OR d."forfeitedFen" <> coalesce(gone.lost, 0)
        OR (d.kind = 'PROVIDER' AND d."forfeitedFen" <> coalesce(granted.fen, 0)) LIMIT 100`,

  /** No bond is held for a task that is over, no deposit is gone while a claim on it waits, and no badge under its tier is kept for ever. */
  depositsSettled: (on) => on.$queryRaw`
    SELECT 'bond ' || d.id || ' of a task that is ' || t.state AS what FROM "Deposit" d JOIN "Task" t ON t.id = d."taskId"
     WHERE d.state <> 'CLOSED' AND t.state IN ('FAILED', 'CANCELLED')
    UNION ALL
    SELECT 'claim ' || k.id FROM "DepositClaim" k JOIN "Deposit" d ON d.id = k."depositId" WHERE d.state = 'CLOSED' AND k.state IN ('OPEN', 'HEARD')
    UNION ALL
    SELECT 'badge ' || id FROM "Deposit" WHERE kind = 'PROVIDER' AND state = 'HELD' AND "fillBy" IS NULL
       AND "paidFen" - "returnedFen" - "forfeitedFen" - "chargedBackFen" < "tierFen"
    UNION ALL
    SELECT 'sum ' || r.id || ' is ' || r.state FROM "DepositRemittance" r WHERE r.state = 'STUCK' AND r."createdAt" < app_now() - interval '7 days' LIMIT 100`,
} as const satisfies Record<string, Query>;

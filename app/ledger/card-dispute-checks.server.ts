import type { Tx } from "#app/transact.server.ts";

type Query = (on: Pick<Tx, "$queryRaw">) => Promise<{ what: string }[]>;

/** The checks of card disputes and debts: their rows against the books and against what they freeze. */
export const cardDisputeChecks = {
  /** What a bank withdrew and has not decided stands in the dispute's account, and nothing stands there of one that is over. */
  cardDisputesHeld: (on) => on.$queryRaw`
    WITH held AS (
      SELECT substr(a.key, 14)::uuid AS id, sum(e."amountFen") AS fen
        FROM "LedgerAccount" a JOIN "LedgerEntry" e ON e."accountId" = a.id WHERE a.key LIKE 'dispute:held:%' GROUP BY 1),
    rows AS (
      SELECT id, state, "withdrawnFen" - "reinstatedFen" - "refundFen" - "escrowFen" - "earningsFen" - "incomeFen" - "debtFen" - "lossFen" AS fen FROM "CardDispute")
    SELECT coalesce(held.id, rows.id) || ': ' || coalesce(held.fen, 0) || ' <> ' || coalesce(rows.fen, 0) AS what
      FROM held FULL JOIN rows ON rows.id = held.id
     WHERE coalesce(held.fen, 0) <> coalesce(rows.fen, 0) OR (rows.state IN ('WON', 'LOST', 'CLOSED') AND rows.fen <> 0) LIMIT 100`,

  /** What is frozen of a stage or a campaign is the sum of its open disputes, and is still there. */
  cardDisputesFrozen: (on) => on.$queryRaw`
    WITH open AS (SELECT "refType", "refId", sum("frozenFen") AS fen FROM "CardDispute" WHERE "closedAt" IS NULL GROUP BY 1, 2),
         balances AS (SELECT a.key, -sum(e."amountFen") AS fen FROM "LedgerAccount" a JOIN "LedgerEntry" e ON e."accountId" = a.id WHERE a.key LIKE 'escrow:%' GROUP BY 1),
         pledges AS (SELECT p."campaignId", sum(o.fen) AS fen FROM open o JOIN "Pledge" p ON o."refType" = 'pledge' AND p.id = o."refId" GROUP BY 1)
    SELECT 'milestone ' || m.id || ': ' || m."cardFrozenFen" || ' <> ' || coalesce(o.fen, 0) AS what
      FROM "Milestone" m LEFT JOIN open o ON o."refType" = 'milestone' AND o."refId" = m.id LEFT JOIN balances b ON b.key = 'escrow:milestone:' || m.id
     WHERE m."cardFrozenFen" <> coalesce(o.fen, 0) OR m."cardFrozenFen" > coalesce(b.fen, 0)
    UNION ALL
    SELECT 'campaign ' || c.id || ': ' || c."cardFrozenFen" || ' <> ' || coalesce(p.fen, 0)
      FROM "Campaign" c LEFT JOIN pledges p ON p."campaignId" = c.id LEFT JOIN balances b ON b.key = 'escrow:campaign:' || c.id
     WHERE c."cardFrozenFen" <> coalesce(p.fen, 0) OR c."cardFrozenFen" > coalesce(b.fen, 0) LIMIT 100`,

  /** What was paid for a debt repaid it or goes back, and what went back by the channel was to go back. */
  debtPayments: (on) => on.$queryRaw`
    WITH paid AS (SELECT p.id, p."amountFen" - p."backFen" AS wanted, coalesce(r."amountFen", 0) AS repaid, i."amountFen" AS came, p."amountFen" AS asked
                    FROM "DebtPayment" p LEFT JOIN "PspIntent" i ON i."refType" = 'debtPayment' AND i."refId" = p.id AND i.kind = 'CHECKOUT' AND i.state = 'SUCCEEDED'
                    LEFT JOIN "DebtRepayment" r ON r.key = 'paid:' || i.id WHERE p.state = 'PAID')
    SELECT id || ': ' || repaid || ' <> ' || wanted AS what FROM paid WHERE repaid <> wanted OR came IS DISTINCT FROM asked
    UNION ALL
    SELECT 'back ' || p.id FROM "DebtPayment" p JOIN (SELECT "refId", sum("amountFen") AS fen FROM "PspIntent"
        WHERE "refType" = 'debtPayment' AND kind = 'REFUND' AND state = 'SUCCEEDED' GROUP BY 1) s ON s."refId" = p.id
     WHERE s.fen > p."backFen" - p."keptFen" LIMIT 100`,

  /** What an organisation is shown to owe is the sum of its debts less what repaid them, and each repayment is one of the books. */
  debts: (on) => on.$queryRaw`
    WITH books AS (
      SELECT substr(a.key, 21)::uuid AS "orgId", sum(e."amountFen") AS fen
        FROM "LedgerAccount" a JOIN "LedgerEntry" e ON e."accountId" = a.id WHERE a.key LIKE 'provider:receivable:%' GROUP BY 1),
    rows AS (SELECT "orgId", sum("amountFen" - "repaidFen") AS fen FROM "Debt" GROUP BY 1),
    paid AS (SELECT "debtId", sum("amountFen") AS fen FROM "DebtRepayment" GROUP BY 1)
    SELECT coalesce(books."orgId", rows."orgId") || ': ' || coalesce(books.fen, 0) || ' <> ' || coalesce(rows.fen, 0) AS what
      FROM books FULL JOIN rows ON rows."orgId" = books."orgId" WHERE coalesce(books.fen, 0) <> coalesce(rows.fen, 0)
    UNION ALL
    SELECT 'debt ' || d.id FROM "Debt" d LEFT JOIN paid p ON p."debtId" = d.id WHERE d."repaidFen" <> coalesce(p.fen, 0)
    UNION ALL
    SELECT 'repayment ' || r.id FROM "DebtRepayment" r WHERE NOT EXISTS (SELECT FROM "LedgerTx" t WHERE t."idemKey" = r.key) LIMIT 100`,
} as const satisfies Record<string, Query>;

import type { Tx } from "#app/transact.server.ts";

type Query = (on: Pick<Tx, "$queryRaw">) => Promise<{ what: string }[]>;

/** The checks of what contracts say of money: their versions, the prices of their stages, and what was paid on top. */
export const contractChecks = {
  /** A contract reads as its latest version, a version that a change made is signed by both sides, and its price is the sum of its stages. */
  contractVersions: (on) => on.$queryRaw`
    SELECT 'contract ' || c.id AS what FROM "Contract" c LEFT JOIN "ContractVersion" v ON v."contractId" = c.id AND v.n = c.version
     WHERE v.hash IS DISTINCT FROM c."versionHash" OR v.body IS DISTINCT FROM c.body
        OR c."priceFen" <> (SELECT sum((s ->> 'amountFen')::bigint) FROM jsonb_array_elements(c.body -> 'stages') s)
    UNION ALL
    SELECT 'version ' || v."contractId" || ' ' || v.n FROM "ContractVersion" v
     WHERE v."orderId" IS NOT NULL
       AND (SELECT count(*) FROM "ContractSignature" s WHERE s."contractId" = v."contractId" AND s."versionHash" = v.hash) <> 2 LIMIT 100`,

  /** Every stage costs what the contract in force says: what is asked for or came in, less what a lower price gave back. */
  stagePrices: (on) => on.$queryRaw`
    SELECT m.id || ': ' || m."amountFen" - m."loweredFen" || ' <> ' || (s.stage ->> 'amountFen') AS what
      FROM "Contract" c
      CROSS JOIN LATERAL jsonb_array_elements(c.body -> 'stages') WITH ORDINALITY s(stage, i)
      JOIN "Milestone" m ON m."contractId" = c.id AND m.ord = coalesce((s.stage ->> 'ord')::int, s.i::int)
     WHERE m."amountFen" - m."loweredFen" <> (s.stage ->> 'amountFen')::bigint LIMIT 100`,

  /** A stage became dearer by exactly what was paid for it: each such change has its payment, each such payment its change or its way back. */
  raisesPaid: (on) => on.$queryRaw`
    SELECT 'change ' || o.id AS what FROM "ChangeOrder" o
     WHERE o.state = 'AGREED' AND o."raiseFen" > 0
       AND NOT EXISTS (SELECT FROM "PspIntent" i WHERE i.purpose = 'raise-milestone' AND i."refId" = o.id AND i.state = 'SUCCEEDED' AND i."amountFen" = o."raiseFen")
    UNION ALL
    SELECT 'payment ' || i.id FROM "PspIntent" i LEFT JOIN "ChangeOrder" o ON o.id = i."refId"
     WHERE i.purpose = 'raise-milestone' AND i.state = 'SUCCEEDED'
       AND (o.state IS DISTINCT FROM 'AGREED') <> EXISTS (SELECT FROM "LedgerTx" t WHERE t."idemKey" = 'refund:late:' || i.id) LIMIT 100`,

  /** An agreed ending divided the money as it says, in one movement of its own; no other ending moved any. */
  endingsSplit: (on) => on.$queryRaw`
    SELECT 'ending ' || e.id AS what FROM "Ending" e
     WHERE e.state = 'AGREED' AND NOT EXISTS (
       SELECT FROM "LedgerTx" t JOIN "LedgerEntry" l ON l."txId" = t.id JOIN "LedgerAccount" a ON a.id = l."accountId"
        WHERE t."idemKey" = 'ending:' || e.id AND a.key = 'escrow:milestone:' || e."milestoneId" AND l."amountFen" = e."toProviderFen" + e."toEmployerFen")
    UNION ALL
    SELECT t."idemKey" FROM "LedgerTx" t
     WHERE t.kind = 'endingSplit' AND NOT EXISTS (SELECT FROM "Ending" e WHERE 'ending:' || e.id = t."idemKey" AND e.state = 'AGREED') LIMIT 100`,
} as const satisfies Record<string, Query>;

import type { Tx } from "#app/transact.server.ts";

type Query = (on: Pick<Tx, "$queryRaw">) => Promise<{ what: string }[]>;

/** What must hold between the disputes of the parties and the books. */
export const disputeChecks = {
  /** What a milestone says is frozen is what its open disputes are about. */
  disputesFrozen: (on) => on.$queryRaw`
    SELECT m.id || ': ' || m."disputedFen" || ' <> ' || coalesce(sum(d."amountFen"), 0) AS what
      FROM "Milestone" m LEFT JOIN "Dispute" d ON d."milestoneId" = m.id AND d.state NOT IN ('EXECUTED', 'SETTLED', 'WITHDRAWN')
     GROUP BY m.id HAVING m."disputedFen" <> coalesce(sum(d."amountFen"), 0) LIMIT 100`,

  /** A dispute moved money once and exactly as it ended; any other moved none. */
  disputesPosted: (on) => on.$queryRaw`
    WITH booked AS (
      SELECT t."idemKey", coalesce(sum(-e."amountFen") FILTER (WHERE a.key ~ '^(provider:pending|income:platform_fee)'), 0) AS provider,
             coalesce(sum(-e."amountFen") FILTER (WHERE a.key ~ '^(refund:payable|provider:available)'), 0) AS employer
        FROM "LedgerTx" t JOIN "LedgerEntry" e ON e."txId" = t.id JOIN "LedgerAccount" a ON a.id = e."accountId"
       WHERE t.kind = 'disputeSplit' GROUP BY t.id)
    SELECT coalesce(d.id::text, b."idemKey") AS what
      FROM (SELECT * FROM "Dispute" WHERE state IN ('EXECUTED', 'SETTLED')) d FULL JOIN booked b ON b."idemKey" = 'dispute:' || d.id
     WHERE d.id IS NULL OR b."idemKey" IS NULL OR b.provider <> d."toProviderFen" OR b.employer <> d."toEmployerFen" LIMIT 100`,

  /** What stands by a decision is the last decision that was written, and an appeal was decided by somebody else. */
  disputesDecided: (on) => on.$queryRaw`
    SELECT d.id::text AS what FROM "Dispute" d
      LEFT JOIN LATERAL (SELECT * FROM "DisputeDecision" x WHERE x."disputeId" = d.id ORDER BY x.instance DESC LIMIT 1) last ON true
     WHERE d.ground IN ('DECISION', 'APPEAL')
       AND (last.instance IS DISTINCT FROM CASE d.ground WHEN 'DECISION' THEN 1 ELSE 2 END
            OR last."toProviderFen" <> d."toProviderFen" OR last."toEmployerFen" <> d."toEmployerFen")
    UNION ALL
    SELECT a."disputeId"::text FROM "DisputeDecision" a JOIN "DisputeDecision" b ON b."disputeId" = a."disputeId" AND b.instance = 2
     WHERE a.instance = 1 AND a."operatorId" = b."operatorId" LIMIT 100`,
} as const satisfies Record<string, Query>;

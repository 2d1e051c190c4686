import { db } from "#app/db.server.ts";
import { balanceOf } from "#app/ledger/balances.server.ts";
import type { StatementLine, StatementRole } from "#app/ledger/statement.ts";
import { mayGoOn, type Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";

export type Asked = { orgId?: string; role: StatementRole; since: Date; until: Date; limit: number };
export type Statement = {
  /** What the organisation owes the platform today. */
  owedFen: bigint;
  openingFen: bigint;
  closingFen: bigint;
  inFen: bigint;
  outFen: bigint;
  feeFen: bigint;
  count: number;
  lines: StatementLine[];
};

type Row = Omit<StatementLine, "balanceFen"> & { running: bigint };
type Sums = { openingFen: bigint; inFen: bigint; outFen: bigint; feeFen: bigint; count: number };

/** Whoever pays for an organisation may read what was paid. */
export async function statement(viewer: Viewer, { orgId = viewer.orgId, role, since, until, limit }: Asked): Promise<Statement> {
  if (!mayGoOn(viewer, orgId, "pay:approve")) throw new Refusal("notAllowed");
  const employer = role === "employer";
  const [sums, rows, owedFen] = await Promise.all([
    sumsOf(orgId, employer, since, until),
    linesOf(orgId, employer, since, until, limit),
    employer ? 0n : balanceOf(`provider:receivable:${orgId}`),
  ]);
  const { openingFen, inFen, outFen, feeFen, count } = sums;
  const lines = rows.map(({ running, ...row }) => ({ ...row, balanceFen: openingFen + running }));
  return { owedFen, openingFen, closingFen: openingFen + inFen - outFen, inFen, outFen, feeFen, count, lines };
}

/*
 * The accounts that hold money for the organisation, and what each movement did to their sum. What moves only between them (pay that
 * became available, a refund decided) changes nothing and is no line.
 */
async function sumsOf(orgId: string, employer: boolean, since: Date, until: Date): Promise<Sums> {
  const [row] = await db.$queryRaw<Sums[]>`
    WITH mine AS (
      SELECT a.id FROM "Contract" c JOIN "Milestone" m ON m."contractId" = c.id JOIN "LedgerAccount" a ON a.key = 'escrow:milestone:' || m.id
       WHERE ${employer} AND c."employerId" = ${orgId}::uuid
      UNION ALL SELECT id FROM "LedgerAccount" WHERE ${employer} AND key = 'refund:payable:' || ${orgId}
      UNION ALL SELECT a.id FROM "Deposit" d JOIN "LedgerAccount" a ON a.key = 'deposit:' || lower(d.kind::text) || ':' || d.id
       WHERE ${employer} AND d."orgId" = ${orgId}::uuid
      UNION ALL SELECT id FROM "LedgerAccount" WHERE NOT ${employer}
         AND key IN ('provider:pending:' || ${orgId}, 'provider:available:' || ${orgId}, 'provider:withdrawing:' || ${orgId})),
    effects AS (
      SELECT e."txId", -sum(e."amountFen") AS fen FROM "LedgerEntry" e JOIN mine ON mine.id = e."accountId" GROUP BY 1 HAVING sum(e."amountFen") <> 0),
    dated AS (SELECT x.fen, x."txId", t.at FROM effects x JOIN "LedgerTx" t ON t.id = x."txId" WHERE t.at < ${until})
    SELECT coalesce(sum(fen) FILTER (WHERE at < ${since}), 0)::bigint AS "openingFen",
           coalesce(sum(fen) FILTER (WHERE at >= ${since} AND fen > 0), 0)::bigint AS "inFen",
           coalesce(-sum(fen) FILTER (WHERE at >= ${since} AND fen < 0), 0)::bigint AS "outFen",
           CASE WHEN ${employer} THEN 0::bigint ELSE coalesce((SELECT -sum(f."amountFen") FROM "LedgerEntry" f JOIN "LedgerAccount" a ON a.id = f."accountId"
             WHERE a.key = 'income:platform_fee' AND f."txId" IN (SELECT d."txId" FROM dated d WHERE d.at >= ${since})), 0)::bigint END AS "feeFen",
           (count(*) FILTER (WHERE at >= ${since}))::int AS count
      FROM dated`;
  return row!;
}

const linesOf = (orgId: string, employer: boolean, since: Date, until: Date, limit: number) => db.$queryRaw<Row[]>`
  WITH mine AS (
    SELECT a.id FROM "Contract" c JOIN "Milestone" m ON m."contractId" = c.id JOIN "LedgerAccount" a ON a.key = 'escrow:milestone:' || m.id
     WHERE ${employer} AND c."employerId" = ${orgId}::uuid
    UNION ALL SELECT id FROM "LedgerAccount" WHERE ${employer} AND key = 'refund:payable:' || ${orgId}
    UNION ALL SELECT a.id FROM "Deposit" d JOIN "LedgerAccount" a ON a.key = 'deposit:' || lower(d.kind::text) || ':' || d.id
     WHERE ${employer} AND d."orgId" = ${orgId}::uuid
    UNION ALL SELECT id FROM "LedgerAccount" WHERE NOT ${employer}
       AND key IN ('provider:pending:' || ${orgId}, 'provider:available:' || ${orgId}, 'provider:withdrawing:' || ${orgId})),
  effects AS (
    SELECT e."txId", -sum(e."amountFen") AS fen FROM "LedgerEntry" e JOIN mine ON mine.id = e."accountId" GROUP BY 1 HAVING sum(e."amountFen") <> 0),
  dated AS (
    SELECT t.id, t.at, t.kind, t.ref, x.fen, sum(x.fen) OVER (ORDER BY t.at, t.id) AS running
      FROM effects x JOIN "LedgerTx" t ON t.id = x."txId" WHERE t.at >= ${since} AND t.at < ${until})
  SELECT d.id::text AS id, d.at, d.kind, c.id AS "contractId", k.id AS "campaignId", b.id AS "taskId", coalesce(c.title, k.title, b.title) AS title, m.title AS stage, o.name AS other,
         d.fen::bigint AS "effectFen", d.running::bigint AS running,
         CASE WHEN ${employer} THEN 0::bigint ELSE coalesce((SELECT -sum(f."amountFen") FROM "LedgerEntry" f JOIN "LedgerAccount" a ON a.id = f."accountId"
           WHERE f."txId" = d.id AND a.key = 'income:platform_fee'), 0)::bigint END AS "feeFen"
    FROM dated d
    LEFT JOIN "Milestone" m ON m.id::text = d.ref
    LEFT JOIN "Contract" c ON c.id = m."contractId"
    LEFT JOIN "Campaign" k ON k.id::text = d.ref
    LEFT JOIN "Deposit" g ON g.id::text = d.ref
    LEFT JOIN "Task" b ON b.id = g."taskId"
    LEFT JOIN "Organisation" o ON o.id = CASE WHEN ${employer} THEN c."providerId" ELSE c."employerId" END
   ORDER BY d.at DESC, d.id DESC LIMIT ${limit}`;

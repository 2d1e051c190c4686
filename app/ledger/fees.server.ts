import { db } from "#app/db.server.ts";

/** One fee of the platform, as the books took it: when, from whom, for what. */
export type FeeLine = {
  txId: string;
  at: Date;
  /** Null for a fee that was given back by hand before operators had to say to whom. */
  orgId: string | null;
  title: string;
  taxNumber: string | null;
  about: string;
  stage: string;
  feeFen: bigint;
};
export const MOST_FEES = 50_000;

/**
 * The platform's fees of a period, for its own tax invoices: all of them, or those of one organisation. What was taken back (a campaign's
 * late refund) or given back by two operators' hands is a negative line. The payer is whose pay the same movement touched.
 */
export const feesOf = (of: { since: Date; until: Date; orgId: string | null; limit?: number }) => db.$queryRaw<FeeLine[]>`
  WITH fees AS (
    SELECT t.id, t.at, t.ref, t."idemKey", -sum(e."amountFen") AS fen
      FROM "LedgerTx" t JOIN "LedgerEntry" e ON e."txId" = t.id JOIN "LedgerAccount" a ON a.id = e."accountId"
     WHERE a.key = 'income:platform_fee' AND t.at >= ${of.since} AND t.at < ${of.until} GROUP BY t.id)
  SELECT f.id::text AS "txId", f.at, o.id AS "orgId", coalesce(o."invoiceTitle", o."legalName", o.name, '') AS title, coalesce(o."taxNumber", o.uscc) AS "taxNumber",
         coalesce(c.title, k.title, h.reason, '') AS about, coalesce(m.title, '') AS stage, f.fen::bigint AS "feeFen"
    FROM fees f
    LEFT JOIN "Milestone" m ON m.id::text = f.ref
    LEFT JOIN "Contract" c ON c.id = m."contractId"
    LEFT JOIN "Campaign" k ON k.id::text = f.ref
    LEFT JOIN "ManualAct" h ON 'manual:' || h.id = f."idemKey"
    LEFT JOIN "Organisation" o ON o.id = coalesce(c."providerId", k."creatorId", h."orgId")
   WHERE f.fen <> 0 AND (${of.orgId}::uuid IS NULL OR o.id = ${of.orgId}::uuid)
   ORDER BY f.at, f.id LIMIT ${of.limit ?? MOST_FEES}`;

export type FeeSum = { orgId: string | null; title: string; taxNumber: string | null; count: number; feeFen: bigint };

/** One line an organisation: what its invoice of the period is made out over. */
export function sumsOf(lines: readonly FeeLine[]): FeeSum[] {
  const sums = new Map<string, FeeSum>();
  for (const { orgId, title, taxNumber, feeFen } of lines) {
    const sum = sums.get(orgId ?? "") ?? { orgId, title, taxNumber, count: 0, feeFen: 0n };
    sums.set(orgId ?? "", { ...sum, count: sum.count + 1, feeFen: sum.feeFen + feeFen });
  }
  return [...sums.values()].sort((a, b) => (a.feeFen < b.feeFen ? 1 : -1));
}

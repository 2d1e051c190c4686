import { policy } from "#app/deposits/policy.ts";
import { LEAST_PAID_FEN } from "#app/payments/intent.ts";
import type { Tx } from "#app/transact.server.ts";

/**
 * What still holds a provider's deposit: contracts that were signed under its badge and run, disputes about them, claims that are open, what
 * its provider owes and can pay at the till; and from when on nobody can claim any more: 30 days after the last such contract's end, or
 * after its warranty's where it was promised for it.
 */
export type ExitBars = { running: number; disputes: number; claims: number; owedFen: bigint; freeAt: Date | null };

export async function exitBars(on: Pick<Tx, "$queryRaw">, depositId: string): Promise<ExitBars> {
  const [row] = await on.$queryRaw<ExitBars[]>`
    SELECT count(*) FILTER (WHERE c.state IN ('SIGNED', 'ACTIVE', 'PAUSED'))::int AS running,
           (SELECT count(*)::int FROM "Milestone" m JOIN "ContractCover" o ON o."contractId" = m."contractId" WHERE o."depositId" = ${depositId}::uuid AND m."disputedFen" > 0) AS disputes,
           (SELECT count(*)::int FROM "DepositClaim" k WHERE k."depositId" = ${depositId}::uuid AND k.state IN ('OPEN', 'HEARD')) AS claims,
           (SELECT coalesce(sum(o."amountFen" - o."repaidFen"), 0)::bigint FROM "Deposit" d JOIN "Debt" o ON o."orgId" = d."orgId"
             WHERE d.id = ${depositId}::uuid AND o."closedAt" IS NULL AND o."amountFen" - o."repaidFen" >= ${LEAST_PAID_FEN}) AS "owedFen",
           max(c."endedAt" + CASE WHEN c.state = 'COMPLETED' AND 'WARRANTY' = ANY(v.promises) THEN ${policy.warrantyMs + policy.exitMs}::float8
                             ELSE ${policy.exitMs}::float8 END * interval '1 millisecond') FILTER (WHERE c."activeAt" IS NOT NULL) AS "freeAt"
      FROM "ContractCover" v JOIN "Contract" c ON c.id = v."contractId" WHERE v."depositId" = ${depositId}::uuid`;
  return row!;
}

export const mayLeave = ({ running, disputes, claims, owedFen, freeAt }: ExitBars, now: Date) =>
  running + disputes + claims === 0 && owedFen === 0n && (freeAt === null || freeAt <= now);

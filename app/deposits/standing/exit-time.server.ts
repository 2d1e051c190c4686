import { policy } from "#app/deposits/policy.ts";
import type { Tx } from "#app/transact.server.ts";
import type { DepositPromise } from "../../../generated/prisma/enums.ts";

/**
 * What still holds a provider's deposit: contracts that run, disputes and claims that are open; and from when on nobody can claim any
 * more: 30 days after the last contract's end, or after its warranty's where that was promised.
 */
export type ExitBars = { running: number; disputes: number; claims: number; freeAt: Date | null };

export async function exitBars(
  on: Pick<Tx, "$queryRaw">,
  deposit: { id: string; orgId: string; promises: DepositPromise[] },
): Promise<ExitBars> {
  const careMs = deposit.promises.includes("WARRANTY") ? policy.warrantyMs : 0;
  const [row] = await on.$queryRaw<{ running: number; disputes: number; claims: number; workedAt: Date | null; endedAt: Date | null }[]>`
    SELECT count(*) FILTER (WHERE c.state IN ('SIGNED', 'ACTIVE', 'PAUSED'))::int AS running,
           (SELECT count(*)::int FROM "Milestone" m JOIN "Contract" d ON d.id = m."contractId" WHERE d."providerId" = ${deposit.orgId}::uuid AND m."disputedFen" > 0) AS disputes,
           (SELECT count(*)::int FROM "DepositClaim" k WHERE k."depositId" = ${deposit.id}::uuid AND k.state IN ('OPEN', 'HEARD')) AS claims,
           max(c."endedAt") FILTER (WHERE c.state = 'COMPLETED') AS "workedAt",
           max(c."endedAt") FILTER (WHERE c."activeAt" IS NOT NULL) AS "endedAt"
      FROM "Contract" c WHERE c."providerId" = ${deposit.orgId}::uuid`;
  const { workedAt, endedAt, ...bars } = row!;
  const ends = [workedAt && workedAt.getTime() + careMs, endedAt?.getTime()].filter((ms) => ms != null);
  return { ...bars, freeAt: ends.length > 0 ? new Date(Math.max(...ends) + policy.exitMs) : null };
}

export const mayLeave = ({ running, disputes, claims, freeAt }: ExitBars, now: Date) =>
  running + disputes + claims === 0 && (freeAt === null || freeAt <= now);

import { db } from "#app/db.server.ts";
import type { Tx } from "#app/transact.server.ts";

/** What an organisation still owes or is owed, as counts: nothing of it may be open when an account closes. */
export type Obligations = { contracts: number; tasks: number; bids: number; payments: number; balanceFen: bigint };

/**
 * Living contracts of either side, tasks between posting and their contract, bids that may still win, payments under way, and money of
 * theirs in the books and in deposits. The rule for closing reads it under the organisation's lock.
 */
export async function openObligations(orgId: string, on: Pick<Tx, "$queryRaw"> = db): Promise<Obligations> {
  const [row] = await on.$queryRaw<{ contracts: number; tasks: number; bids: number; payments: number; balance: string }[]>`
    SELECT
      (SELECT count(*)::int FROM "Contract" WHERE ("employerId" = ${orgId}::uuid OR "providerId" = ${orgId}::uuid)
        AND state IN ('SENT', 'SIGNED', 'ACTIVE', 'PAUSED')) AS contracts,
      (SELECT count(*)::int FROM "Task" WHERE "employerId" = ${orgId}::uuid
        AND state IN ('IN_REVIEW', 'OPEN', 'QUALIFYING', 'LIVE', 'SELECTION', 'AWARD_PENDING', 'SUSPENDED')) AS tasks,
      (SELECT count(*)::int FROM "Bid" b JOIN "Task" t ON t.id = b."taskId" WHERE b."providerId" = ${orgId}::uuid
        AND b.state NOT IN ('WITHDRAWN', 'DISQUALIFIED', 'NOT_SELECTED', 'DECLINED', 'LAPSED')
        AND t.state IN ('OPEN', 'QUALIFYING', 'LIVE', 'SELECTION', 'AWARD_PENDING', 'SUSPENDED')) AS bids,
      (SELECT count(*)::int FROM "PspIntent" WHERE "orgId" = ${orgId}::uuid AND state NOT IN ('SUCCEEDED', 'FAILED')) AS payments,
      ((SELECT coalesce(sum(abs(b."creditFen" - b."debitFen")), 0) FROM "LedgerAccount" a JOIN "LedgerBalance" b ON b."accountId" = a.id
        WHERE a.key LIKE '%:' || ${orgId}) + (SELECT coalesce(sum("paidFen" - "returnedFen" - "forfeitedFen" - "chargedBackFen"), 0) FROM "Deposit"
        WHERE "orgId" = ${orgId}::uuid))::text AS balance`;
  const { balance, ...counts } = row!;
  return { ...counts, balanceFen: BigInt(balance) };
}

export const nothingOpen = (o: Obligations) => o.contracts + o.tasks + o.bids + o.payments === 0 && o.balanceFen === 0n;

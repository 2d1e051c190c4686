import { db } from "#app/db.server.ts";
import type { AccountKey } from "#app/ledger/chart.ts";
import type { Tx } from "#app/transact.server.ts";

/** What stands in an account, counted on its own side: money owed to a provider and money held at the channel are both positive. */
export async function balanceOf(key: AccountKey | (string & {}), on: Pick<Tx, "$queryRaw"> = db): Promise<bigint> {
  const [row] = await on.$queryRaw<{ fen: bigint }[]>`
    SELECT coalesce(sum(CASE a.side WHEN 'DEBIT' THEN b."debitFen" - b."creditFen" ELSE b."creditFen" - b."debitFen" END), 0)::bigint AS fen
      FROM "LedgerAccount" a JOIN "LedgerBalance" b ON b."accountId" = a.id WHERE a.key = ${key}`;
  return row!.fen;
}

/** Several at once; an account that no money ever touched stands at zero. */
export async function balancesOf(keys: readonly string[], on: Pick<Tx, "$queryRaw"> = db): Promise<Map<string, bigint>> {
  const rows = await on.$queryRaw<{ key: string; fen: bigint }[]>`
    SELECT a.key, sum(CASE a.side WHEN 'DEBIT' THEN b."debitFen" - b."creditFen" ELSE b."creditFen" - b."debitFen" END)::bigint AS fen
      FROM "LedgerAccount" a JOIN "LedgerBalance" b ON b."accountId" = a.id WHERE a.key = ANY(${[...keys]}) GROUP BY a.key`;
  const found = new Map(rows.map((row) => [row.key, row.fen]));
  return new Map(keys.map((key) => [key, found.get(key) ?? 0n]));
}

import type { Entry, Movement } from "#app/ledger/movements.ts";
import type { Tx } from "#app/transact.server.ts";

/**
 * Writes a movement into the books, inside the caller's transaction. The same movement again changes nothing; one with the same key and
 * other content throws, and so does anything that the books refuse (crooked sums, an empty account overdrawn).
 */
export const post = (tx: Tx, movement: Movement, now: Date): Promise<void> => postAll(tx, [movement], now);

/** Several movements by one statement, in their order. */
export async function postAll(tx: Tx, movements: readonly Movement[], now: Date): Promise<void> {
  if (movements.length === 0) return;
  const rows = movements.map(({ key, kind, ref, why, entries }) => ({ key, kind, ref, why, entries: entries.map(signed) }));
  await tx.$queryRaw`
    SELECT ledger_post(m.key, m.kind, m.ref, m.why, m.entries, ${now}) AS id FROM (
      SELECT m.* FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS (key text, kind text, ref text, why text, entries jsonb))
        WITH ORDINALITY AS m(key, kind, ref, why, entries, n) ORDER BY n) m`;
}

const signed = ({ account, debitFen = 0n, creditFen = 0n }: Entry) => ({ account, fen: String(debitFen - creditFen) });

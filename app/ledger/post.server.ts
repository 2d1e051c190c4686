import type { Movement } from "#app/ledger/movements.ts";
import type { Tx } from "#app/transact.server.ts";

/**
 * Writes a movement into the books, inside the caller's transaction. The same movement again changes nothing; one with the same key and
 * other content throws, and so does anything that the books refuse (crooked sums, an empty account overdrawn).
 */
export async function post(tx: Tx, movement: Movement, now: Date): Promise<void> {
  const entries = movement.entries.map((entry) => ({
    account: entry.account,
    fen: String((entry.debitFen ?? 0n) - (entry.creditFen ?? 0n)),
  }));
  const { key, kind, ref, why } = movement;
  await tx.$queryRaw`SELECT ledger_post(${key}, ${kind}, ${ref}, ${why}, ${JSON.stringify(entries)}::jsonb, ${now}) AS id`;
}

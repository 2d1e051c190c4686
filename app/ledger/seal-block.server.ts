import { log } from "#app/log.server.ts";
import { transact } from "#app/transact.server.ts";

/** A block is sealed when this many movements wait, or the oldest of them is this old. */
const ROWS = 500;
const AGE_MS = 3_600_000;

/**
 * Seals the newest movements into a block: the hash of the block before and of every row since. Writers share a lock that this takes
 * alone, only if it is free: nobody waits for a seal, and no movement can later appear inside a sealed range. The head is logged, so
 * that it is also kept outside the database.
 */
export async function sealBlock(now: Date): Promise<number> {
  return transact(async (tx) => {
    const [{ free }] = (await tx.$queryRaw<{ free: boolean }[]>`SELECT pg_try_advisory_xact_lock(1818584167) AS free`) as [
      { free: boolean },
    ];
    if (!free) return 0;
    const last = await tx.ledgerBlock.findFirst({ orderBy: { seq: "desc" } });
    const afterId = last?.uptoTxId ?? 0n;
    const [waiting] = await tx.$queryRaw<{ rows: number; upto: bigint | null; oldest: Date | null }[]>`
      SELECT count(*)::int AS rows, max(id) AS upto, min(at) AS oldest
        FROM (SELECT id, at FROM "LedgerTx" WHERE id > ${afterId} ORDER BY id LIMIT ${ROWS}) fresh`;
    const { rows, upto, oldest } = waiting!;
    if (!upto || !oldest || (rows < ROWS && now.getTime() - oldest.getTime() < AGE_MS)) return 0;
    const hashPrev = last?.hash ?? "";
    const [made] = await tx.$queryRaw<{ seq: number; hash: string }[]>`
      INSERT INTO "LedgerBlock" (seq, "uptoTxId", rows, "hashPrev", hash, at)
      VALUES (${(last?.seq ?? 0) + 1}, ${upto}, ${rows}, ${hashPrev}, ledger_block_hash(${hashPrev}, ${afterId}, ${upto}), ${now})
      RETURNING seq, hash`;
    log.info({ block: made!.seq, uptoTxId: String(upto), hash: made!.hash }, "ledger block sealed");
    return 1;
  });
}

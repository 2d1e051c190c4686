import { log } from "#app/log.server.ts";
import { transact } from "#app/transact.server.ts";

/** A block of the log is sealed when this many acts wait, or the oldest of them is this old. */
const ROWS = 200;
const AGE_MS = 3_600_000;

/**
 * Seals the newest acts of operators: the hash of the block before and of every row since. Writers share a lock that this takes alone,
 * only if it is free, so that no act can later appear inside a sealed range. The head is logged, so that it is also kept elsewhere.
 */
export async function sealActs(now: Date): Promise<number> {
  return transact(async (tx) => {
    const [{ free }] = (await tx.$queryRaw<{ free: boolean }[]>`SELECT pg_try_advisory_xact_lock(1818584168) AS free`) as [
      { free: boolean },
    ];
    if (!free) return 0;
    const last = await tx.operatorBlock.findFirst({ orderBy: { seq: "desc" } });
    const afterId = last?.uptoActId ?? 0n;
    const [waiting] = await tx.$queryRaw<{ rows: number; upto: bigint | null; oldest: Date | null }[]>`
      SELECT count(*)::int AS rows, max(id) AS upto, min(at) AS oldest
        FROM (SELECT id, at FROM "OperatorAct" WHERE id > ${afterId} ORDER BY id LIMIT ${ROWS}) fresh`;
    const { rows, upto, oldest } = waiting!;
    if (!upto || !oldest || (rows < ROWS && now.getTime() - oldest.getTime() < AGE_MS)) return 0;
    const hashPrev = last?.hash ?? "";
    const [made] = await tx.$queryRaw<{ seq: number; hash: string }[]>`
      INSERT INTO "OperatorBlock" (seq, "uptoActId", rows, "hashPrev", hash, at)
      VALUES (${(last?.seq ?? 0) + 1}, ${upto}, ${rows}, ${hashPrev}, operator_block_hash(${hashPrev}, ${afterId}, ${upto}), ${now})
      RETURNING seq, hash`;
    log.info({ block: made!.seq, uptoActId: String(upto), hash: made!.hash }, "operators' log sealed");
    return 1;
  });
}

import type { Tx } from "#app/transact.server.ts";

type Query = (on: Pick<Tx, "$queryRaw">) => Promise<{ what: string }[]>;

/** The checks of what operators see and do: their log, the days' statements, acts by hand. */
export const deskChecks = {
  /** The sealed blocks of the operators' log still have their hashes. */
  operatorLog: (on) => on.$queryRaw`
    SELECT 'block ' || b.seq AS what
      FROM (SELECT *, lag("uptoActId", 1, 0::bigint) OVER (ORDER BY seq) AS after_id, lag(hash, 1, '') OVER (ORDER BY seq) AS before FROM "OperatorBlock") b
     WHERE b."hashPrev" <> b.before OR b.hash <> operator_block_hash(b.before, b.after_id, b."uptoActId") LIMIT 100`,
} as const satisfies Record<string, Query>;

import { db } from "#app/db.server.ts";

export type JournalLine = {
  id: string;
  key: string;
  kind: string;
  ref: string;
  why: string;
  at: Date;
  entries: { account: string; amountFen: bigint }[];
};

const PAGE = 20;

/**
 * The journal, newest first: every movement whose key or reference begins with the words, whose kind is it, or that touches an account
 * whose key begins with them.
 */
export async function journal(search: string, before: bigint | null): Promise<{ lines: JournalLine[]; next: string | null }> {
  const begins = `${search.replace(/[\\%_]/g, "\\$&")}%`;
  const ids = await db.$queryRaw<{ id: bigint }[]>`
    SELECT t.id FROM "LedgerTx" t
     WHERE (${before}::bigint IS NULL OR t.id < ${before}::bigint)
       AND (${search} = '' OR t.kind = ${search} OR t."idemKey" LIKE ${begins} OR t.ref LIKE ${begins}
            OR EXISTS (SELECT FROM "LedgerEntry" e JOIN "LedgerAccount" a ON a.id = e."accountId" WHERE e."txId" = t.id AND a.key LIKE ${begins}))
     ORDER BY t.id DESC LIMIT ${PAGE + 1}`;
  const rows = await db.ledgerTx.findMany({
    where: { id: { in: ids.slice(0, PAGE).map((row) => row.id) } },
    orderBy: { id: "desc" },
    select: {
      id: true,
      idemKey: true,
      kind: true,
      ref: true,
      why: true,
      at: true,
      entries: { orderBy: { id: "asc" }, select: { amountFen: true, account: { select: { key: true } } } },
    },
  });
  const lines = rows.map(({ id, idemKey, entries, ...row }) => ({
    ...row,
    id: String(id),
    key: idemKey,
    entries: entries.map(({ account, amountFen }) => ({ account: account.key, amountFen })),
  }));
  return { lines, next: ids.length > PAGE ? String(ids[PAGE - 1]!.id) : null };
}

/** The newest seal: to be compared with the one that was logged. */
export const lastBlock = () =>
  db.ledgerBlock.findFirst({ orderBy: { seq: "desc" }, select: { seq: true, hash: true, uptoTxId: true, at: true } });

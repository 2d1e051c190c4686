import type { Tx } from "#app/transact.server.ts";

/** What of a deposit was paid by cards whose banks have not decided yet whether they take it back. */
export async function frozenFen(on: Pick<Tx, "cardDispute">, deposit: { id: string }): Promise<bigint> {
  const where = { refType: "deposit", refId: deposit.id, closedAt: null };
  const { _sum } = await on.cardDispute.aggregate({ where, _sum: { frozenFen: true } });
  return _sum.frozenFen ?? 0n;
}

import { recordMilli } from "#app/tasks/score.ts";
import type { Tx } from "#app/transact.server.ts";

/** Finished on time: the contract is completed and every released milestone was delivered by its due date. */
export async function finishedOnTime(on: Pick<Tx, "$queryRaw">, orgIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await on.$queryRaw<{ id: string; n: number }[]>`
    SELECT c."providerId" AS id, count(*)::int AS n FROM "Contract" c
    WHERE c."providerId" = ANY(${orgIds}::uuid[]) AND c.state = 'COMPLETED'
      AND EXISTS (SELECT 1 FROM "Milestone" m WHERE m."contractId" = c.id AND m.state = 'RELEASED')
      AND NOT EXISTS (SELECT 1 FROM "Milestone" m WHERE m."contractId" = c.id AND m.state = 'RELEASED' AND m."submittedAt" > m."dueAt")
    GROUP BY c."providerId"`;
  return new Map(rows.map((r) => [r.id, r.n]));
}

/** Writes each bid's record points as they are at this moment. */
export async function fixRecords(tx: Tx, bids: readonly { id: string; providerId: string }[]): Promise<void> {
  const orgIds = [...new Set(bids.map((b) => b.providerId))];
  const onTime = await finishedOnTime(tx, orgIds);
  const orgs = await tx.organisation.findMany({ where: { id: { in: orgIds } }, select: { id: true, verifiedAt: true } });
  const verified = new Set(orgs.filter((o) => o.verifiedAt).map((o) => o.id));
  for (const bid of bids) {
    const points = recordMilli({ verified: verified.has(bid.providerId), finishedOnTime: onTime.get(bid.providerId) ?? 0 });
    await tx.bid.update({ where: { id: bid.id }, data: { recordMilli: points } });
  }
}

import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

/** Locks a refund after its pledge and reads both. The campaign's own row is not touched by what becomes of a refund. */
export async function lockRefund(tx: Tx, refundId: string) {
  const found = await tx.pledgeRefund.findUnique({ where: { id: refundId }, select: { pledgeId: true } });
  if (!found) throw new Refusal("notFound");
  await tx.$queryRaw`SELECT id FROM "Pledge" WHERE id = ${found.pledgeId}::uuid FOR UPDATE`;
  await tx.$queryRaw`SELECT id FROM "PledgeRefund" WHERE id = ${refundId}::uuid FOR UPDATE`;
  const row = await tx.pledgeRefund.findUniqueOrThrow({ where: { id: refundId } });
  const pledge = await tx.pledge.findUniqueOrThrow({ where: { id: row.pledgeId } });
  return { row, pledge };
}

import { db } from "#app/db.server.ts";
import { stripe } from "#app/payments/stripe.server.ts";
import { appNow } from "#app/transact.server.ts";

/**
 * The organisation's customer at the channel, who keeps its cards: made when the first card is left. A call to the channel, outside any
 * transaction; two windows at once, or a lost answer, make one customer.
 */
export async function customerOf(orgId: string): Promise<string> {
  const known = await db.payer.findUnique({ where: { orgId }, select: { customerId: true } });
  if (known) return known.customerId;
  const { id } = await stripe.customers.create({ metadata: { org_id: orgId } }, { idempotencyKey: `customer:${orgId}` });
  await db.payer.createMany({ data: [{ orgId, customerId: id, createdAt: await appNow() }], skipDuplicates: true });
  return (await db.payer.findUniqueOrThrow({ where: { orgId }, select: { customerId: true } })).customerId;
}

import { db } from "#app/db.server.ts";
import { channelError, stripe } from "#app/payments/stripe.server.ts";
import { appNow } from "#app/transact.server.ts";

/**
 * The organisation's customer at the channel, who keeps its cards: made when the first card is left. A call to the channel, outside any
 * transaction; two windows at once, or a lost answer, make one customer.
 */
export async function customerOf(orgId: string): Promise<string> {
  const known = await db.payer.findUnique({ where: { orgId }, select: { customerId: true } });
  if (known) return known.customerId;
  const now = await appNow();
  const make = (idempotencyKey: string) => stripe.customers.create({ metadata: { org_id: orgId } }, { idempotencyKey });
  const { id } = await make(`customer:${orgId}:0`).catch((error) => {
    // The channel keeps its own failure under a key for a day. A customer holds no money: a second one, under another key, does no harm.
    if (channelError(error)?.code !== "api_error") throw error;
    return make(`customer:${orgId}:${now.getTime()}`);
  });
  await db.payer.createMany({ data: [{ orgId, customerId: id, createdAt: now }], skipDuplicates: true });
  return (await db.payer.findUniqueOrThrow({ where: { orgId }, select: { customerId: true } })).customerId;
}

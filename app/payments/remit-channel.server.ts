import { db } from "#app/db.server.ts";
import { idempotencyKey, Params, sourceCharge } from "#app/payments/intent.ts";
import type { Outcome } from "#app/payments/outcome.ts";
import { type Stripe, stripe } from "#app/payments/stripe.server.ts";

/** Money out through the channel: transfers to payees and refunds by the original route. Each object names its intent in its metadata. */

export type Sendable = { id: string; attempt: number; amountFen: bigint; currency: string; params: unknown; createdAt: Date };
/** How a worker asks the channel for something, and learns what became of it. */
export type Way = {
  /** Asks for it: the object's id, or what became of it where the answer itself says that for good. */
  send(intent: Sendable): Promise<string | Outcome>;
  read(id: string): Promise<Outcome>;
  /** The object that an earlier call may have made, by a complete listing of where it would stand. */
  find(intent: Sendable): Promise<string | null>;
};

export const metadata = (intent: Sendable) => ({ intent_id: intent.id });
export const headers = (intent: Sendable) => ({ idempotencyKey: idempotencyKey(intent) });

export async function ofIntent(list: AsyncIterable<{ id: string; metadata: Stripe.Metadata | null }>, intent: Sendable) {
  for await (const object of list) if (object.metadata?.intent_id === intent.id) return object.id;
  return null;
}

export const transfers: Way = {
  async send(intent) {
    const { transferGroup, chargeId, destinationOrgId, ofBalance } = Params.parse(intent.params);
    const payee = await db.payee.findUniqueOrThrow({ where: { orgId: destinationOrgId } });
    const made = await stripe.transfers.create(
      {
        amount: Number(intent.amountFen),
        currency: intent.currency,
        destination: payee.accountId,
        transfer_group: transferGroup,
        source_transaction: ofBalance ? undefined : sourceCharge(chargeId),
        metadata: metadata(intent),
      },
      headers(intent),
    );
    return made.id;
  },
  async read(id) {
    const made = await stripe.transfers.retrieve(id);
    const { amount, currency, livemode, reversed, reversals } = made;
    const about = { id: made.id, intentId: made.metadata.intent_id ?? null, amountFen: BigInt(amount), currency, live: livemode };
    const [reversal] = reversals.data;
    if (reversed && reversal && reversal.amount === amount)
      return { ...about, state: "failed", error: "transfer_reversed: the transfer came back", reversalId: reversal.id };
    // One that came back in part is still made: the parts are pay that waits to be sent again.
    const parts = reversals.has_more
      ? await stripe.transfers.listReversals(id, { limit: 100 }).autoPagingToArray({ limit: 1000 })
      : reversals.data;
    const returned = parts.map((part) => ({ reversalId: part.id, amountFen: BigInt(part.amount) }));
    return { ...about, state: "succeeded", facts: { transferId: made.id }, returned };
  },
  find(intent) {
    const { transferGroup } = Params.parse(intent.params);
    return ofIntent(stripe.transfers.list({ transfer_group: transferGroup, limit: 100 }), intent);
  },
};

export const refunds: Way = {
  async send(intent) {
    const { chargeId } = Params.parse(intent.params);
    const made = await stripe.refunds.create(
      { charge: chargeId, amount: Number(intent.amountFen), metadata: metadata(intent) },
      headers(intent),
    );
    return made.id;
  },
  async read(id) {
    const made = await stripe.refunds.retrieve(id);
    const about = {
      id: made.id,
      intentId: made.metadata?.intent_id ?? null,
      amountFen: BigInt(made.amount),
      currency: made.currency,
      live: null,
    };
    if (made.status === "succeeded") return { ...about, state: "succeeded", facts: { refundId: made.id } };
    if (made.status === "failed" || made.status === "canceled")
      return { ...about, state: "failed", error: `${made.status}: ${made.failure_reason ?? "the refund did not arrive"}` };
    return { ...about, state: "waiting", until: null };
  },
  find(intent) {
    const { chargeId } = Params.parse(intent.params);
    return ofIntent(stripe.refunds.list({ charge: chargeId, limit: 100 }), intent);
  },
};

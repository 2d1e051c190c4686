import { env } from "#app/env.server.ts";
import { chargeFacts, factsOf } from "#app/payments/checkout-channel.server.ts";
import { HOUR_MS, Params } from "#app/payments/intent.ts";
import { lineOf } from "#app/payments/line.server.ts";
import type { Outcome } from "#app/payments/outcome.ts";
import { FREE } from "#app/payments/pace.ts";
import { headers, metadata, ofIntent, type Sendable, type Way } from "#app/payments/remit-channel.server.ts";
import { channelError, refusedPayment, type Stripe, sentenceOf, stripe } from "#app/payments/stripe.server.ts";
import { singleton } from "#app/singleton.server.ts";

/** The channel takes 25 of one kind a second, whatever else is asked of it. */
const perSecond = env.CHARGE_RATE ?? (env.STRIPE_API_BASE ? FREE : 20);
const line = singleton("charge-line", () => lineOf(perSecond));

const EXPAND = { expand: ["latest_charge.balance_transaction"] };
/** Statuses that only somebody's next step could lead on from. Nobody takes one: the next try is a wish of its own. */
const STOPPED = ["requires_payment_method", "requires_confirmation", "requires_action"];

/** A kept card is charged while its holder is away. */
export const charges: Way = {
  /** A declined card leaves a payment behind as well: its id, like that of a success. */
  async send(intent) {
    const { customerId, paymentMethodId, transferGroup, description } = Params.parse(intent.params);
    await line.turn("sends");
    try {
      const made = await stripe.paymentIntents.create(
        {
          amount: Number(intent.amountFen),
          currency: intent.currency,
          customer: customerId,
          payment_method: paymentMethodId,
          confirm: true,
          off_session: true,
          allowed_payment_method_types: ["card"],
          transfer_group: transferGroup,
          metadata: metadata(intent),
          ...(description ? { description } : {}),
          ...EXPAND,
        },
        headers(intent),
      );
      return made.status === "succeeded" ? outcomeOf(made) : made.id;
    } catch (error) {
      const left = refusedPayment(error);
      if (left) return left;
      throw error;
    }
  },

  /** What came to a stop is ended at the channel before it counts as failed: it can never succeed behind our back. */
  async read(id) {
    const found = await stripe.paymentIntents.retrieve(id, EXPAND);
    return outcomeOf(STOPPED.includes(found.status) ? await end(found) : found);
  },

  find(intent: Sendable) {
    const { customerId } = Params.parse(intent.params);
    const since = Math.floor((intent.createdAt.getTime() - HOUR_MS) / 1000);
    return ofIntent(stripe.paymentIntents.list({ customer: customerId, created: { gte: since }, limit: 100 }), intent);
  },
};

async function end(payment: Stripe.PaymentIntent): Promise<Stripe.PaymentIntent> {
  try {
    const ended = await stripe.paymentIntents.cancel(payment.id);
    return { ...ended, last_payment_error: ended.last_payment_error ?? payment.last_payment_error };
  } catch (error) {
    // Somebody was faster: it went through after all, or is ended already.
    if (channelError(error)?.code !== "payment_intent_unexpected_state") throw error;
    return stripe.paymentIntents.retrieve(payment.id, EXPAND);
  }
}

function outcomeOf(payment: Stripe.PaymentIntent): Outcome {
  const { id, amount, currency, livemode: live } = payment;
  const about = { id, intentId: payment.metadata.intent_id ?? null, amountFen: BigInt(amount), currency, live };
  const charge = payment.status === "succeeded" ? chargeFacts(payment) : null;
  if (charge) return { ...about, state: "succeeded", charge, facts: factsOf(charge) };
  if (payment.status === "canceled") return { ...about, state: "failed", error: reasonOf(payment.last_payment_error) };
  return { ...about, state: "waiting", until: null };
}

const reasonOf = (error: Stripe.PaymentIntent.LastPaymentError | null) =>
  error
    ? sentenceOf({
        code: error.code ?? error.type,
        declineCode: error.decline_code ?? null,
        message: error.message ?? "the card was declined",
      })
    : "canceled: it was ended before the card was charged";

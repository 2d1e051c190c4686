import { channelError, stripe } from "#app/payments/stripe.server.ts";

/** A kept card that will not be charged is let go at the channel. Asked again, or for one that is gone, nothing happens. */
export async function forgetCard(paymentMethodId: string): Promise<void> {
  try {
    await stripe.paymentMethods.detach(paymentMethodId);
  } catch (error) {
    if (channelError(error)?.verdict !== "refused") throw error;
  }
}

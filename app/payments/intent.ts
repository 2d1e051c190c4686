import { z } from "zod";
import type { IntentState } from "../../generated/prisma/enums.ts";

/**
 * A wish to move money at the payment channel: committed before the call, under a key made of the row and its attempt, closed only by
 * what the channel itself says. The same key has one effect at the channel for a day, so an outcome that is not known is asked for again
 * under the same key, and after REPOST_MS only by reading.
 */
export const HOUR_MS = 3_600_000;
/** The channel forgets a key after 24 hours; from then on the same request would be a second payment. */
export const REPOST_MS = 20 * HOUR_MS;
/** From here on a complete listing that lacks the object proves that it was never made. */
export const ABSENT_MS = 24 * HOUR_MS;
/** How long one worker has an intent for itself: longer than a call with its retry can take. */
export const LEASE_MS = 90_000;
/** An open checkout page lives this long; the channel's least is 30 minutes. */
export const CHECKOUT_MS = 35 * 60_000;
/** A page that is about to end is replaced by a fresh one. */
export const CHECKOUT_LEFT_MS = 5 * 60_000;
/** What is under way at the channel is read again after this long, also when no event told of it. */
export const REREAD_MS = 10 * 60_000;

export const FINAL: readonly IntentState[] = ["SUCCEEDED", "FAILED", "PARKED"];
export const isFinal = (state: IntentState) => FINAL.includes(state);

/** The page that a payer was sent to: the same request again must be the same to the letter. */
const Page = z.object({ title: z.string(), locale: z.enum(["zh", "en"]), returnPath: z.string(), expiresAt: z.number() });
export type CheckoutPage = z.output<typeof Page>;
/** What an intent keeps besides its columns. */
export const Params = z.object({
  transferGroup: z.string(),
  chargeId: z.string().optional(),
  destinationOrgId: z.uuid().optional(),
  page: Page.optional(),
});
export type Params = z.output<typeof Params>;

export const idempotencyKey = (intent: { id: string; attempt: number }) => `${intent.id}:${intent.attempt}`;

/** A checkout that was wished for but never opened is over this long after its page would have ended. */
export const ABANDONED_MS = 2 * HOUR_MS;

import { z } from "zod";
import type { IntentKind, IntentState } from "../../generated/prisma/enums.ts";

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
/** An open page lives this long; the channel's least is 30 minutes, so one that must end sooner is ended by our own call (endsAt). */
export const CHECKOUT_MS = 35 * 60_000;
/** The channel takes no smaller payment. */
export const LEAST_PAID_FEN = 400n;
/** A sum that somebody would owe and nobody could pay. */
export const isTooSmall = (fen: bigint) => fen > 0n && fen < LEAST_PAID_FEN;
/** A page that is about to end is replaced by a fresh one. */
export const CHECKOUT_LEFT_MS = 5 * 60_000;
/** What is under way at the channel is read again after this long, also when no event told of it. */
export const REREAD_MS = 10 * 60_000;

export const FINAL: readonly IntentState[] = ["SUCCEEDED", "FAILED", "PARKED"];
export const isFinal = (state: IntentState) => FINAL.includes(state);

/** What reached its receiver may still be given back by the channel: a refund whose card was closed, a transfer that was reversed. */
export const mayComeBack = (kind: IntentKind) => kind === "REFUND" || kind === "TRANSFER";

/** A payer sees to it on a hosted page; every other kind is sent by a worker. */
export const isPage = (kind: IntentKind) => kind === "CHECKOUT" || kind === "SETUP";

/** The page that a payer was sent to: the same request again must be the same to the letter. */
const Page = z.object({ title: z.string(), locale: z.enum(["zh", "en"]), returnPath: z.string(), expiresAt: z.number() });
export type CheckoutPage = z.output<typeof Page>;
/** What the channel offers to payers here. */
export const PAYMENT_METHODS = ["card", "alipay", "wechat_pay"] as const;
/** What an intent keeps besides its columns. */
export const Params = z.object({
  transferGroup: z.string(),
  chargeId: z.string().optional(),
  destinationOrgId: z.uuid().optional(),
  /** TRANSFER: drawn on the available balance, not on the charge. */
  ofBalance: z.boolean().optional(),
  /** CHARGE: whose card, which card, and what its holder reads about it. */
  customerId: z.string().optional(),
  paymentMethodId: z.string().optional(),
  description: z.string().optional(),
  /** CHECKOUT: by what it may be paid; everything that is offered when absent. */
  methods: z.array(z.enum(PAYMENT_METHODS)).optional(),
  /** What the charge that comes in belongs to, when that is not what the intent is about. */
  lot: z.object({ refType: z.string(), refId: z.uuid() }).optional(),
  page: Page.optional(),
});
export type Params = z.output<typeof Params>;

export const idempotencyKey = (intent: { id: string; attempt: number }) => `${intent.id}:${intent.attempt}`;

/** A checkout that was wished for but never opened is over this long after its page would have ended. */
export const ABANDONED_MS = 2 * HOUR_MS;

/** Why a card was not charged, from the error that the purpose's `failed` is told: `code: …` or `code/decline_code: …`. */
export function declineOf(error: string): { code: string; declineCode: string | null } {
  const [, code = "unknown", declineCode = null] = /^([a-z0-9_]+)(?:\/([a-z0-9_]+))?: /.exec(error) ?? [];
  return { code, declineCode };
}

const DAY_MS = 24 * HOUR_MS;
const REFUND_WINDOW_DAYS: Record<string, number> = { alipay: 90, wechat_pay: 180 };
/** How long after a payment its method still takes money back; null where there is no such end. */
export function refundWindowMs(method: string): number | null {
  const days = REFUND_WINDOW_DAYS[method];
  return days === undefined ? null : days * DAY_MS;
}

/** An allocated lot stands where a charge would, but the channel knows none: what is sent out of it draws on the available balance. */
const ALLOCATED = "alloc:";
export const allocatedCharge = (allocationId: string) => `${ALLOCATED}${allocationId}`;
export const sourceCharge = (chargeId: string | undefined) => (chargeId?.startsWith(ALLOCATED) ? undefined : chargeId);

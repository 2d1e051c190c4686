import type { Facts } from "#app/payments/purpose.ts";

/** A charge that came in, as far as its cost and its day are known. */
export type ChargeFacts = {
  chargeId: string;
  paymentIntentId: string;
  method: string;
  fingerprint: string | null;
  feeFen: bigint | null;
  availableOn: Date | null;
  available: boolean;
  /** The currency that it was settled in, where that is not its own: what it cost is then no sum of the books. */
  settledIn?: string;
};

/** A part of a transfer that came back, by its own number. */
export type Returned = { reversalId: string; amountFen: bigint };

/** What a reading of the channel says about one object that an intent asked for. */
export type Outcome = {
  /** The object's own id at the channel. */
  id: string;
  /** The intent that the object names as its own. */
  intentId: string | null;
  amountFen: bigint;
  currency: string;
  /** Of which mode it is; null where the channel does not say. */
  live: boolean | null;
} /** returned: parts of it that came back meanwhile. */ & (
  | { state: "succeeded"; facts: Facts; charge?: ChargeFacts; returned?: Returned[] }
  /** reversalId: it had been made, and came back as a whole. */
  | { state: "failed"; error: string; reversalId?: string }
  | { state: "waiting"; until: Date | null }
);

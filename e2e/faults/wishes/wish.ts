import type { IntentKind } from "../../../generated/prisma/enums.ts";
import type { Place } from "../place.ts";

/** A sum that is about to move, up to the moment before somebody wishes it. */
export type Ready = {
  /**
   * Makes the wish. Of a page: at the app's own door, answers with its address, also when asked again. Of what a worker sends: by the verb,
   * or by what the clock's next tick finds due.
   */
  ask(): Promise<string | undefined>;
  /** Of a page: what its payer does there; answers with the way back, which somebody who does not close the tab goes. */
  pay?(address: string): Promise<() => Promise<unknown>>;
  /** Says what is not right at the end, when everything is quiet: the business, which only knows its own rows. */
  wrong(): Promise<string | null>;
};

/** One way of moving money: why, by which call, and for which kind of row. */
export type Way = { purpose: string; kind: IntentKind; refType: string };
export const wayOf = ({ purpose, kind, refType }: Way) => `${purpose} by ${kind} of ${refType}`;
/** The same of a row of PspIntent, in SQL. */
export const WAY = `purpose || ' by ' || kind || ' of ' || "refType"`;

/** A way, and how it is gone. `later`: the channel says at first only that it is on its way. `there`: what leads to it happens at the channel. */
export type Wish = Way & { later?: true; there?: true; ready(place: Place): Promise<Ready> };

/** What its intent is after the call, and what then waits for a payer or for the channel. */
export const stateAfterCall = (wish: Wish) => (wish.later || isPage(wish) ? "OPEN" : "SUCCEEDED");

export const isPage = ({ kind }: Wish) => kind === "CHECKOUT" || kind === "SETUP";

/** By this the channel is asked for each kind. */
export const endpoint: Record<IntentKind, string> = {
  CHECKOUT: "POST /v1/checkout/sessions",
  SETUP: "POST /v1/checkout/sessions",
  CHARGE: "POST /v1/payment_intents",
  TRANSFER: "POST /v1/transfers",
  REFUND: "POST /v1/refunds",
};

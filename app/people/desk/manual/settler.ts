import type { Tx } from "#app/transact.server.ts";

/** A refund that a room owes and cannot make by the channel. The room says what it is, and marks it as made when it was made by hand. */
export type Owed = { orgId: string; amountFen: bigint };
export type Settler = {
  owed(tx: Tx, refId: string): Promise<Owed | null>;
  /** Refuses when it is not owed any more. Gives what the money is about. */
  settle(tx: Tx, refId: string, now: Date): Promise<Owed & { ref: string }>;
};

import { declineOf, HOUR_MS } from "#app/payments/intent.ts";

/** The channel's available balance will cover it later: that is no failure of the sum, and none of its tries. */
const LATER = "balance_insufficient";
/** What waits for the balance asks again by the hour, for as long as it takes. */
export const LATER_MS = HOUR_MS;

/** attempts: how often it was sent (part of its keys, so it always rises). waits: how many of them only found too little money. */
export type Tries = { attempts: number; waits: number };

/** When a sum that certainly was not sent is sent again: after a growing wait for each real failure; null after the last one. */
export function nextTry({ attempts, waits }: Tries, error: string, retryMs: readonly number[], now: Date) {
  const isLater = declineOf(error).code === LATER;
  const wait = isLater ? LATER_MS : retryMs[attempts - waits];
  const again = wait === undefined ? null : new Date(now.getTime() + wait);
  return { again, tries: { attempts: attempts + 1, waits: waits + (isLater ? 1 : 0) } };
}

import { DAY_MS } from "#app/payments/day-statement/day.ts";

/** The channel lets money be held for 90 days: a warning, and the last days. */
export const WARN_MS = 75 * DAY_MS;
export const END_MS = 85 * DAY_MS;
/** What operators are alarmed about is bounded: the oldest matter most. */
export const MOST = 200;

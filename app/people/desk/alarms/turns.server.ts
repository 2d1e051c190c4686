import { type CheckName, checks } from "#app/ledger/checks.server.ts";

/** Checks that ask an index or a short table; the others read the books from their first line and are run by the hour. */
const OFTEN: readonly CheckName[] = ["suspense", "intentsClosed", "inbox", "lots", "refundsOwed", "withdrawing", "pledgesSettled"];
export const allChecks = Object.keys(checks) as CheckName[];
const HOURLY = allChecks.filter((name) => !OFTEN.includes(name));
const MINUTE_MS = 60_000;

/** Which checks the clock runs together, and how often. */
export const turns = { often: { names: OFTEN, everyMs: 10 * MINUTE_MS }, hourly: { names: HOURLY, everyMs: 60 * MINUTE_MS } } as const;
export type Turn = keyof typeof turns;

const LATE_TURNS = 3;
/** Its clock left it out so often that what it last found says little. */
export function isLate(run: { name: CheckName; at: Date }, now: Date): boolean {
  const { everyMs } = OFTEN.includes(run.name) ? turns.often : turns.hourly;
  return now.getTime() - run.at.getTime() >= LATE_TURNS * everyMs;
}

/** A day of the books is Shanghai's: from midnight to midnight at UTC+8, written like 2026-11-23. */
const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export const dayOf = (moment: Date) => new Date(moment.getTime() + 8 * HOUR_MS).toISOString().slice(0, 10);
export const startOf = (day: string) => new Date(`${day}T00:00:00+08:00`);
export const endOf = (day: string) => new Date(startOf(day).getTime() + DAY_MS);
export const dayAfter = (day: string) => dayOf(endOf(day));

/** So long after its end a day is read: the reconciler has looked at the last of its lines by then. */
const GRACE_MS = 2 * HOUR_MS;
export const isOver = (day: string, now: Date) => endOf(day).getTime() + GRACE_MS <= now.getTime();

/**
 * Why a thing stands differently on both sides at a day's end. UNEXPLAINED: nothing known, or known for too long; BALANCE: the channel's
 * own balance is not what its lines come to.
 */
export const openNotes = ["LATER", "FEE", "SUSPENSE", "WAITING", "AHEAD", "UNEXPLAINED", "BALANCE"] as const;
export type OpenNote = (typeof openNotes)[number];
/** Notes that are no explanation. */
export const unexplainedNotes: readonly OpenNote[] = ["UNEXPLAINED", "BALANCE"];

/** For so many days a difference is a matter of time: a line that waits for its booking, a booking ahead of its line, a refund on its way. */
export const OPEN_DAYS = { line: 2, ahead: 3, refund: 14 } as const;
/** The day so many days before another. */
export const dayBefore = (day: string, days: number) => dayOf(new Date(startOf(day).getTime() - days * DAY_MS));

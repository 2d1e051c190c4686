const DAY = 86_400_000;
const MINUTE = 60_000;
/** Shanghai is UTC+8 all year. */
const OFFSET = 8 * 60 * MINUTE;

/**
 * When a campaign that is launched at this moment ends: so many days later at the chosen minute of the day in Shanghai, a whole second; at
 * least a day and at most sixty days from now.
 */
export function deadlineOf(now: Date, durationDays: number, endMinute: number): Date {
  const midnight = Math.floor((now.getTime() + OFFSET) / DAY) * DAY - OFFSET;
  let at = midnight + durationDays * DAY + endMinute * MINUTE;
  if (at < now.getTime() + DAY) at += DAY;
  if (at > now.getTime() + 60 * DAY) at -= DAY;
  return new Date(at);
}

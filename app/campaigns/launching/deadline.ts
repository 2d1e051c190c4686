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

type Dated = { title: string; closesAt: Date | null; promisedAt: Date };
type Broken = { code: "windowPast" | "promiseEarly"; params: Record<"title", string> & Partial<Record<"promisedAt" | "endsAt", string>> };

/** Reviewed dates do not wait: which of them a launch at this moment would break, a window that is over by then or a promise that falls before the end. */
export function brokenDate(
  { rewards, durationDays, endMinute }: { rewards: readonly Dated[]; durationDays: number; endMinute: number },
  at: Date,
): Broken | null {
  const over = rewards.find(({ closesAt }) => closesAt !== null && closesAt <= at);
  if (over) return { code: "windowPast", params: { title: over.title } };
  const endsAt = deadlineOf(at, durationDays, endMinute);
  const early = rewards.find(({ promisedAt }) => promisedAt <= endsAt);
  if (!early) return null;
  const params = { title: early.title, promisedAt: early.promisedAt.toISOString(), endsAt: endsAt.toISOString() };
  return { code: "promiseEarly", params };
}

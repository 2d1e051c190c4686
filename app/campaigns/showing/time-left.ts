const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long is left, in the unit that says it best: seconds up to 120, minutes up to 120, hours up to 72, then days. Rounded down; null when over. */
export function timeLeft(ms: number): { unit: "seconds" | "minutes" | "hours" | "days"; n: number } | null {
  if (ms <= 0) return null;
  if (ms <= 120 * SECOND) return { unit: "seconds", n: Math.ceil(ms / SECOND) };
  if (ms <= 120 * MINUTE) return { unit: "minutes", n: Math.floor(ms / MINUTE) };
  if (ms <= 72 * HOUR) return { unit: "hours", n: Math.floor(ms / HOUR) };
  return { unit: "days", n: Math.floor(ms / DAY) };
}

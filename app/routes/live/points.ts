/** Milli-points as people read them: 71234 → "71.23". */
export const formatPoints = (milli: number) => (Math.floor(milli / 10) / 100).toFixed(2);

/** 125000 → "02:05"; with hours "1:02:05". */
export function formatLeft(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(all / 3600);
  return `${hours > 0 ? `${hours}:` : ""}${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
}

import { z } from "zod";

/** A month of Beijing's calendar, "2026-11". */
export const Month = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/);

export const monthOf = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 7);

/** From its first moment to the first of the next one. */
export function boundsOf(month: string) {
  const [year, number] = month.split("-").map(Number) as [number, number];
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
  return { since: new Date(`${month}-01T00:00:00+08:00`), until: new Date(`${next}-01T00:00:00+08:00`) };
}

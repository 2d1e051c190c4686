/** Working days in China. Beyond the published years only weekends are free. Everything is reckoned in Asia/Shanghai (UTC+8, no summer time). */
const OFFSET = 8 * 3_600_000;
const DAY = 86_400_000;
const CLOSING_HOUR = 18;

/** The State Council's arrangement: statutory holidays as [first, last], and weekend days worked in exchange (调休). */
const published: Record<number, { holidays: [string, string][]; worked: string[] }> = {
  2026: {
    holidays: [
      ["2026-01-01", "2026-01-03"],
      ["2026-02-15", "2026-02-23"],
      ["2026-04-04", "2026-04-06"],
      ["2026-05-01", "2026-05-05"],
      ["2026-06-19", "2026-06-21"],
      ["2026-09-25", "2026-09-27"],
      ["2026-10-01", "2026-10-07"],
    ],
    worked: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
  },
};

const dayIndex = (at: Date) => Math.floor((at.getTime() + OFFSET) / DAY);
const isoOf = (index: number) => new Date(index * DAY).toISOString().slice(0, 10);
const closingOf = (index: number) => new Date(index * DAY - OFFSET + CLOSING_HOUR * 3_600_000);

const isHolidayIndex = (index: number) => {
  const iso = isoOf(index);
  return published[Number(iso.slice(0, 4))]?.holidays.some(([first, last]) => iso >= first && iso <= last) ?? false;
};
const isWorkingIndex = (index: number) => {
  const iso = isoOf(index);
  if (isHolidayIndex(index)) return false;
  if (published[Number(iso.slice(0, 4))]?.worked.includes(iso)) return true;
  const weekday = (index + 4) % 7; // 1 January 1970 was a Thursday
  return weekday !== 0 && weekday !== 6;
};

/** Is it a working day in Shanghai at this moment? */
export const isWorkingDay = (at: Date) => isWorkingIndex(dayIndex(at));
export const isHoliday = (at: Date) => isHolidayIndex(dayIndex(at));

/** A day-deadline on a statutory holiday, or after 18:00 on another free day, moves to 18:00 of the next working day. */
export function shiftDeadline(at: Date): Date {
  let index = dayIndex(at);
  const lateOnFreeDay = !isWorkingIndex(index) && at > closingOf(index);
  if (!isHolidayIndex(index) && !lateOnFreeDay) return at;
  while (!isWorkingIndex(index)) index++;
  return closingOf(index);
}

/** `from` plus so much time that passes on working days only. */
export function addWorkingTime(from: Date, ms: number): Date {
  let left = ms;
  let at = from.getTime();
  for (;;) {
    const index = dayIndex(new Date(at));
    const nextDay = (index + 1) * DAY - OFFSET;
    if (isWorkingIndex(index)) {
      if (at + left <= nextDay) return new Date(at + left);
      left -= nextDay - at;
    }
    at = nextDay;
  }
}

import { isWorkingDay } from "#app/contracts/working-days.ts";
import { policy } from "#app/tasks/policy.ts";

const OFFSET = 8 * 3_600_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const [FIRST, LAST] = [10, 16];

const hourInBeijing = (at: number) => Math.floor(((at + OFFSET) % DAY) / HOUR);

/** The suggested opening of a room: the first full hour between 10:00 and 16:00 of a working day that leaves everybody four hours' notice. */
export function suggestedStart(now: Date): Date {
  let at = Math.ceil((now.getTime() + policy.roomNoticeMs) / HOUR) * HOUR;
  while (!isWorkingDay(new Date(at)) || hourInBeijing(at) < FIRST || hourInBeijing(at) >= LAST) at += HOUR;
  return new Date(at);
}

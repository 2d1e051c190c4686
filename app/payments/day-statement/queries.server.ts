import { db } from "#app/db.server.ts";
import { dayAfter, dayOf } from "#app/payments/day-statement/day.ts";

const PAGE = 31;
/** As many open things and lines as a page carries; the file has them all. */
const SHOWN = 200;

/** Statements, the newest day first. */
export async function dayList(before: string | null) {
  const rows = await db.dayStatement.findMany({
    where: before ? { day: { lt: before } } : {},
    orderBy: { day: "desc" },
    take: PAGE + 1,
    omit: { hashPrev: true },
  });
  const days = rows.slice(0, PAGE);
  return { days, next: rows.length > PAGE ? days.at(-1)!.day : null };
}

export async function dayStatement(day: string, shown = SHOWN) {
  const statement = await db.dayStatement.findUnique({ where: { day } });
  if (!statement) return null;
  const of = (section: "BOOKS" | "CHANNEL" | "BANK" | "OPEN" | "SUSPENSE") =>
    db.dayStatementLine.findMany({
      where: { day, section },
      orderBy: { id: "asc" },
      take: shown,
      omit: { day: true, section: true, id: true },
    });
  const [books, channel, bank, open, suspense, openCount, next] = await Promise.all([
    of("BOOKS"),
    of("CHANNEL"),
    of("BANK"),
    of("OPEN"),
    of("SUSPENSE"),
    db.dayStatementLine.count({ where: { day, section: "OPEN" } }),
    db.dayStatement.count({ where: { day: dayAfter(day) } }),
  ]);
  const previous = dayOf(new Date(new Date(`${day}T00:00:00+08:00`).getTime() - 1));
  const hasPrevious = (await db.dayStatement.count({ where: { day: previous } })) > 0;
  return {
    statement,
    books,
    channel,
    bank,
    open,
    suspense,
    openCount,
    next: next ? dayAfter(day) : null,
    previous: hasPrevious ? previous : null,
  };
}

const FILE = 50_000;
/** The channel's own lines of a day, for the file. */
export const channelLines = (day: string) => db.channelLine.findMany({ where: { day }, orderBy: { id: "asc" }, take: FILE });

import { db } from "#app/db.server.ts";
import { dayAfter, dayOf, isOver } from "#app/payments/day-statement/day.ts";
import { enqueue } from "#app/queue.server.ts";
import { transact } from "#app/transact.server.ts";

const AGAIN_MS = 10 * 60_000;
const FIRST_SENT = "make-day-since";

/** The day whose statement is due: the one after the last, or the first on which money moved. */
export async function dayDue(now: Date): Promise<string | null> {
  const last = await db.dayStatement.findFirst({ orderBy: { day: "desc" }, select: { day: true } });
  const first = last ? null : await db.ledgerTx.findFirst({ orderBy: { at: "asc" }, select: { at: true } });
  const day = last ? dayAfter(last.day) : first && dayOf(first.at);
  return day && isOver(day, now) ? day : null;
}

/** Since when the statement of a day has been sent for; null while it was not. */
export async function sentSince(day: string): Promise<Date | null> {
  const first = await db.pspCursor.findUnique({ where: { name: FIRST_SENT } });
  return first?.value === day ? first.at : null;
}

/** Sends for the statement of the day that is over. The channel is asked by the job, never by the clock. */
export async function sweepDays(now: Date): Promise<number> {
  const day = await dayDue(now);
  if (!day) return 0;
  return transact(async (tx) => {
    const due = await tx.$executeRaw`
      INSERT INTO "PspCursor" (name, value, at) VALUES ('make-day', ${day}, ${now})
      ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at
        WHERE "PspCursor".value <> excluded.value OR "PspCursor".at <= ${new Date(now.getTime() - AGAIN_MS)} OR "PspCursor".at > ${now}`;
    if (due === 0) return 0;
    // When that day was sent for first: how often it was since then says nothing about how late it is.
    await tx.$executeRaw`
      INSERT INTO "PspCursor" (name, value, at) VALUES (${FIRST_SENT}, ${day}, ${now})
      ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at
        WHERE "PspCursor".value <> excluded.value OR "PspCursor".at > ${now}`;
    await enqueue(tx, "make-day", { day }, { singletonKey: day, singletonSeconds: 60 });
    return 1;
  });
}

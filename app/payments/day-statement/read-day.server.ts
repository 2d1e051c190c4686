import { db } from "#app/db.server.ts";
import { pageOfLines, rowsOf, seconds } from "#app/payments/channel-lines.server.ts";
import { endOf, startOf } from "#app/payments/day-statement/day.ts";
import { appNow, transact } from "#app/transact.server.ts";

const cursorOf = (day: string) => `day:${day}`;

/**
 * Reads the channel's journal of a day that is over, page by page, each kept with the place where the next one begins: a run that broke
 * off goes on there. The same line is kept once.
 */
export async function readDay(day: string): Promise<number> {
  let kept = 0;
  for (;;) {
    const after = (await db.pspCursor.findUnique({ where: { name: cursorOf(day) } }))?.value ?? null;
    if (after === "end") return kept;
    const { data, has_more } = await pageOfLines({ gte: seconds(startOf(day)), lt: seconds(endOf(day)) }, after);
    const now = await appNow();
    const value = has_more ? data.at(-1)!.id : "end";
    await transact(async (tx) => {
      const { count } = await tx.channelLine.createMany({ data: rowsOf(data, now), skipDuplicates: true });
      kept += count;
      await tx.pspCursor.upsert({ where: { name: cursorOf(day) }, create: { name: cursorOf(day), value, at: now }, update: { value } });
    });
  }
}

/** A finished day's place is not needed any more. */
export const forgetPlace = (day: string) => ({ name: cursorOf(day) });

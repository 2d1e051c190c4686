import { db } from "#app/db.server.ts";
import { endOf, startOf } from "#app/payments/day-statement/day.ts";
import { type Stripe, stripe } from "#app/payments/stripe.server.ts";
import { appNow, transact } from "#app/transact.server.ts";

const PAGE = 100;
const cursorOf = (day: string) => `day:${day}`;

/**
 * Reads the channel's journal of a day that is over, page by page, each kept with the place where the next one begins: a run that broke
 * off goes on there. The same line is kept once.
 */
export async function readDay(day: string): Promise<number> {
  let kept = 0;
  for (;;) {
    const after = (await db.pspCursor.findUnique({ where: { name: cursorOf(day) } }))?.value;
    if (after === "end") return kept;
    const { data, has_more } = await stripe.balanceTransactions.list({
      created: { gte: seconds(startOf(day)), lt: seconds(endOf(day)) },
      limit: PAGE,
      ...(after ? { starting_after: after } : {}),
    });
    const now = await appNow();
    const value = has_more ? data.at(-1)!.id : "end";
    await transact(async (tx) => {
      const { count } = await tx.channelLine.createMany({ data: data.map((line) => rowOf(line, day, now)), skipDuplicates: true });
      kept += count;
      await tx.pspCursor.upsert({ where: { name: cursorOf(day) }, create: { name: cursorOf(day), value, at: now }, update: { value } });
    });
  }
}

/** A finished day's place is not needed any more. */
export const forgetPlace = (day: string) => ({ name: cursorOf(day) });

const seconds = (moment: Date) => Math.floor(moment.getTime() / 1000);

const rowOf = (line: Stripe.BalanceTransaction, day: string, readAt: Date) => ({
  id: line.id,
  type: line.type,
  category: line.reporting_category,
  amountFen: BigInt(line.amount),
  feeFen: BigInt(line.fee),
  netFen: BigInt(line.net),
  currency: line.currency,
  source: typeof line.source === "string" ? line.source : (line.source?.id ?? line.id),
  at: new Date(line.created * 1000),
  day,
  readAt,
});

import { db } from "#app/db.server.ts";
import { sendDebtBack } from "#app/debts/back.server.ts";
import { dueReturned, sendReturned } from "#app/debts/returned/returned-pay.server.ts";
import { eachDue } from "#app/each-due.server.ts";

const BATCH = 50;

/** What time does to payments of debts. */
export const debtsDue = {
  sendDebtBack: async (now: Date) =>
    eachDue(
      await db.debtPayment.findMany({
        where: { backState: "READY", OR: [{ retryAt: null }, { retryAt: { lte: now } }] },
        orderBy: { id: "asc" },
        select: { id: true },
        take: BATCH,
      }),
      sendDebtBack,
    ),
  sendReturned: async (now: Date) => eachDue(await dueReturned(now), sendReturned),
};

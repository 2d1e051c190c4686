import { owedRefund, settleByHand, stuckRefunds } from "#app/contracts/settlement/settle-by-hand.server.ts";
import { owedBack, settleBackByHand, stuckBacks } from "#app/debts/settle-by-hand.server.ts";
import type { Settler } from "#app/people/desk/manual/settler.ts";

/** Whose refunds operators settle by hand through the desk: those of milestones and of debts. A campaign's have their payee's details and a page of their own. */
export const settler: Settler = {
  owed: async (tx, refId) => (await owedRefund(tx, refId)) ?? owedBack(tx, refId),
  settle: async (tx, refId, now) => ((await owedBack(tx, refId)) ? settleBackByHand(tx, refId, now) : settleByHand(tx, refId, now)),
};

/** What they choose from. */
export const handRefunds = async () => (await Promise.all([stuckRefunds(), stuckBacks()])).flat();
export type HandRefund = Awaited<ReturnType<typeof handRefunds>>[number];

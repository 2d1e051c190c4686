import { owedRefund, settleByHand } from "#app/contracts/settlement/settle-by-hand.server.ts";
import type { Settler } from "#app/people/desk/manual/settler.ts";

/** Whose refunds operators settle by hand through the desk: those of milestones. A campaign's have their payee's details and a page of their own. */
export const settler: Settler = { owed: owedRefund, settle: settleByHand };

import { undecided } from "#app/payments/card-dispute.ts";
import type { Tx } from "#app/transact.server.ts";

/** Is a charge under a card dispute that is not decided? Then nothing of it is sent on or given back: the bank may have taken it. */
export const isFrozenCharge = async (tx: Pick<Tx, "cardDispute">, chargeId: string): Promise<boolean> =>
  (await tx.cardDispute.count({ where: { chargeId, state: { in: [...undecided] } } })) > 0;

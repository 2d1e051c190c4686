import { platformPaidOut, platformPayoutReturned } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import type { Stripe } from "#app/payments/stripe.server.ts";
import type { Tx } from "#app/transact.server.ts";

/** The platform's own payout, or its return, is a fact of the channel's journal: recorded once by the line's own number. */
export async function recordPayout(tx: Tx, line: Stripe.BalanceTransaction, source: string, now: Date): Promise<boolean> {
  const of = { transactionId: line.id, payoutId: source, feeFen: BigInt(line.fee) };
  if (line.type === "payout" && line.amount < 0) await post(tx, platformPaidOut({ ...of, amountFen: BigInt(-line.amount) }), now);
  else if ((line.type === "payout_failure" || line.type === "payout_cancel") && line.amount > 0)
    await post(tx, platformPayoutReturned({ ...of, amountFen: BigInt(line.amount) }), now);
  else return false;
  return true;
}

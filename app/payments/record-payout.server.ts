import { platformPaidOut, platformPayoutReturned } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import type { Tx } from "#app/transact.server.ts";
import type { ChannelLine } from "../../generated/prisma/client.ts";

/** The platform's own payout, or its return, is a fact of the channel's journal: recorded once by the line's own number. */
export async function recordPayout(tx: Tx, { id, type, amountFen, feeFen, source }: ChannelLine, now: Date): Promise<boolean> {
  const of = { transactionId: id, payoutId: source, feeFen };
  if (type === "payout" && amountFen < 0n) await post(tx, platformPaidOut({ ...of, amountFen: -amountFen }), now);
  else if ((type === "payout_failure" || type === "payout_cancel") && amountFen > 0n)
    await post(tx, platformPayoutReturned({ ...of, amountFen }), now);
  else return false;
  return true;
}

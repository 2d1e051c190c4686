import { credit, debit, lines, type Movement, pspAvailable } from "#app/ledger/movement.ts";

/** The platform's own money between the channel and its bank: facts of the channel, recorded as they are read. */
type OfPayout = { transactionId: string; payoutId: string; amountFen: bigint; feeFen: bigint };

/** What the platform earned left the channel for its bank account. */
export const platformPaidOut = (of: OfPayout): Movement => ({
  key: `payout:${of.transactionId}`,
  kind: "platformPaidOut",
  ref: of.payoutId,
  why: "The platform's own money was paid out from the channel to its bank account.",
  entries: lines(debit("bank:cny", of.amountFen), debit("expense:psp_fee", of.feeFen), credit(pspAvailable, of.amountFen + of.feeFen)),
});

/** The bank did not take it, or it was cancelled: it is back at the channel. */
export const platformPayoutReturned = (of: OfPayout): Movement => ({
  key: `payout:${of.transactionId}`,
  kind: "platformPayoutReturned",
  ref: of.payoutId,
  why: "A payout of the platform came back from its bank to the channel.",
  entries: lines(debit(pspAvailable, of.amountFen - of.feeFen), debit("expense:psp_fee", of.feeFen), credit("bank:cny", of.amountFen)),
});

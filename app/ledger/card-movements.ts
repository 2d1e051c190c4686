import type { AccountKey } from "#app/ledger/chart.ts";
import {
  available,
  credit,
  debit,
  disputeHeld,
  feeIncome,
  lines,
  type Movement,
  pspAvailable,
  pspPending,
  receivable,
  refundPayable,
} from "#app/ledger/movement.ts";

/** How money moves when a bank takes a card payment back, when a transfer comes back, and how what is owed for it is paid. */

/** One line of the channel's journal about a dispute. The fee is positive where it was taken, negative where it came back. */
type Line = { transactionId: string; disputeId: string; ref: string; amountFen: bigint; feeFen: bigint };
const feeOf = (feeFen: bigint) => (feeFen > 0n ? debit("expense:dispute_fee", feeFen) : credit("expense:dispute_fee", -feeFen));
const channel = (netFen: bigint) => (netFen > 0n ? debit(pspAvailable, netFen) : credit(pspAvailable, -netFen));

/** 17: a card's bank took a payment back, and a fee, until the dispute is decided. */
export const cardWithdrawn = (of: Line): Movement => ({
  key: `card-dispute:${of.transactionId}`,
  kind: "cardWithdrawn",
  ref: of.ref,
  why: "A card's bank withdrew a payment that its holder disputes; it is held until the bank decides.",
  entries: lines(debit(disputeHeld(of.disputeId), of.amountFen), feeOf(of.feeFen), channel(-of.amountFen - of.feeFen)),
});

/** 18: the bank gave it back. */
export const cardReinstated = (of: Line): Movement => ({
  key: `card-dispute:${of.transactionId}`,
  kind: "cardReinstated",
  ref: of.ref,
  why: "A card's bank gave a disputed payment back.",
  entries: lines(credit(disputeHeld(of.disputeId), of.amountFen), feeOf(of.feeFen), channel(of.amountFen - of.feeFen)),
});

/** Who bears a lost dispute, part by part. */
export type Borne = {
  /** Was on its way back to the payer anyway. */
  refundFen: bigint;
  escrowFen: bigint;
  /** Released, and not sent to the payee yet. */
  earningsFen: bigint;
  /** The platform's fee on what the payee gives back. */
  incomeFen: bigint;
  debtFen: bigint;
  lossFen: bigint;
};

/** 19 and 20: the bank kept it. What is still here pays first, then the payee, at last the platform. */
export const cardDisputeLost = (
  of: { disputeId: string; ref: string; payerId: string; payeeId: string; escrow: AccountKey } & Borne,
): Movement => ({
  key: `card-dispute-lost:${of.disputeId}`,
  kind: "cardDisputeLost",
  ref: of.ref,
  why: "A card dispute was lost: what was owed back, escrow, the payee and the platform bear it, in this order.",
  entries: lines(
    debit(refundPayable(of.payerId), of.refundFen),
    debit(of.escrow, of.escrowFen),
    debit(available(of.payeeId), of.earningsFen),
    debit(feeIncome, of.incomeFen),
    debit(receivable(of.payeeId), of.debtFen),
    debit("expense:platform_loss", of.lossFen),
    credit(disputeHeld(of.disputeId), of.refundFen + of.escrowFen + of.earningsFen + of.incomeFen + of.debtFen + of.lossFen),
  ),
});

/** 10: a transfer that had been made was pulled back; the pay is the payee's here again. */
export const transferReversed = (of: { key: string; ref: string; orgId: string; amountFen: bigint }): Movement => ({
  key: of.key,
  kind: "transferReversed",
  ref: of.ref,
  why: "A transfer came back from the payee's account; the pay waits to be sent again.",
  entries: [debit(pspAvailable, of.amountFen), credit(available(of.orgId), of.amountFen)],
});

/** 27 by a payment: who owes pays it at the till. What was repaid otherwise meanwhile is owed back at once. */
export const debtPaid = (of: { intentId: string; orgId: string; repaidFen: bigint; overFen: bigint }): Movement => ({
  key: `paid:${of.intentId}`,
  kind: "debtPaid",
  ref: of.orgId,
  why: "An organisation paid what it owed the platform.",
  entries: lines(
    debit(pspPending, of.repaidFen + of.overFen),
    credit(receivable(of.orgId), of.repaidFen),
    credit(refundPayable(of.orgId), of.overFen),
  ),
});

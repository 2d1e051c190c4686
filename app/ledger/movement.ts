import type { AccountKey } from "#app/ledger/chart.ts";

/**
 * Every way in which money moves, by name. A movement's key is the business fact that it records: the same fact is never recorded twice.
 * `ref` is what the money is about (a milestone, a charge), `why` says it to a person who reads the journal.
 */
export type Entry = { account: AccountKey; debitFen?: bigint; creditFen?: bigint };
export type Movement = { key: string; kind: MovementKind; ref: string; why: string; entries: Entry[] };
export type MovementKind =
  | "paymentReceived"
  | "feeKnown"
  | "fundsAvailable"
  | "released"
  | "chargeAvailable"
  | "withdrawRequested"
  | "transferSucceeded"
  | "transferFailed"
  | "refundDecided"
  | "refundSucceeded"
  | "refundReversed"
  | "disputeSplit"
  | "endingSplit"
  | "pledgeReceived"
  | "pledgeRefundDecided"
  | "stageReleased"
  | "stageAvailable"
  | "stageAllocated"
  | "allocationReturned"
  | "refundAfterRelease"
  | "receivableRepaid"
  | "refundPaidByHand"
  | "depositReceived"
  | "depositReturned"
  | "depositForfeited"
  | "depositRerouted"
  | "shareUndone"
  | "transferReversed"
  | "cardWithdrawn"
  | "cardReinstated"
  | "cardDisputeLost"
  | "debtPaid"
  | "unknownTransaction"
  | "suspenseCleared"
  | "suspenseAssigned"
  | "adjustedByHand"
  | "platformPaidOut"
  | "platformPayoutReturned";

export const debit = (account: AccountKey, debitFen: bigint): Entry => ({ account, debitFen });
export const credit = (account: AccountKey, creditFen: bigint): Entry => ({ account, creditFen });
/** A line of nothing is no line: a fee of zero, a split that gives one side all. */
export const lines = (...entries: Entry[]) => entries.filter((entry) => (entry.debitFen ?? 0n) !== 0n || (entry.creditFen ?? 0n) !== 0n);

export const escrow = (milestoneId: string): AccountKey => `escrow:milestone:${milestoneId}`;
export const campaignEscrow = (campaignId: string): AccountKey => `escrow:campaign:${campaignId}`;
export const pending = (orgId: string): AccountKey => `provider:pending:${orgId}`;
export const available = (orgId: string): AccountKey => `provider:available:${orgId}`;
export const withdrawing = (orgId: string): AccountKey => `provider:withdrawing:${orgId}`;
export const receivable = (orgId: string): AccountKey => `provider:receivable:${orgId}`;
export const disputeHeld = (disputeId: string): AccountKey => `dispute:held:${disputeId}`;
export const refundPayable = (orgId: string): AccountKey => `refund:payable:${orgId}`;
export const deposit = (purse: "provider" | "intent", depositId: string): AccountKey => `deposit:${purse}:${depositId}`;
export const pspPending: AccountKey = "psp:pending:cny";
export const pspAvailable: AccountKey = "psp:available:cny";
export const suspense: AccountKey = "suspense:cny";
export const feeIncome: AccountKey = "income:platform_fee";

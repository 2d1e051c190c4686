import { available, credit, debit, deposit, type Movement, pending, pspPending, refundPayable } from "#app/ledger/movement.ts";

/** How money moves around deposits: in from who promises something, back when the promise is over, on to whom it was broken. */

export type DepositPurse = "provider" | "intent";
type Of = { depositId: string; purse: DepositPurse };

/** 16: a deposit, or what it lacked, was paid. */
export const depositReceived = (of: Of & { intentId: string; amountFen: bigint }): Movement => ({
  key: `paid:${of.intentId}`,
  kind: "depositReceived",
  ref: of.depositId,
  why: "A payment into a deposit was received.",
  entries: [debit(pspPending, of.amountFen), credit(deposit(of.purse, of.depositId), of.amountFen)],
});

/** 16: a deposit, or a part of it, is owed back to who paid it. */
export const depositReturned = (of: Of & { key: string; orgId: string; amountFen: bigint }): Movement => ({
  key: of.key,
  kind: "depositReturned",
  ref: of.depositId,
  why: "Money of a deposit is owed back to who paid it.",
  entries: [debit(deposit(of.purse, of.depositId), of.amountFen), credit(refundPayable(of.orgId), of.amountFen)],
});

/** What one beneficiary gets out of one payment; `usable`: that payment's money can be sent already. */
export type Share = { orgId: string; amountFen: bigint; usable: boolean };

/** 16: a promise was broken, and the deposit is those whom it protected: all of them in one movement. */
export const depositForfeited = (of: Of & { key: string; shares: readonly Share[] }): Movement => ({
  key: of.key,
  kind: "depositForfeited",
  ref: of.depositId,
  why: "Money of a deposit became theirs whom its promise protected.",
  entries: [
    debit(
      deposit(of.purse, of.depositId),
      of.shares.reduce((sum, share) => sum + share.amountFen, 0n),
    ),
    ...of.shares.map((share) => credit(share.usable ? available(share.orgId) : pending(share.orgId), share.amountFen)),
  ],
});

/** The way it came is closed: what is owed back goes to the payer's account for receiving instead. */
export const depositRerouted = (of: { key: string; depositId: string; orgId: string; amountFen: bigint; usable: boolean }): Movement => ({
  key: of.key,
  kind: "depositRerouted",
  ref: of.depositId,
  why: "A deposit cannot go back the way it came; it is sent to the payer's payee account.",
  entries: [debit(refundPayable(of.orgId), of.amountFen), credit(of.usable ? available(of.orgId) : pending(of.orgId), of.amountFen)],
});

/** A bank took the payment behind a bond: a share of it that was not sent yet is the bond's again, before the bank's part leaves it. */
export const shareUndone = (of: { remittanceId: string; depositId: string; orgId: string; amountFen: bigint }): Movement => ({
  key: `share-undone:${of.remittanceId}:${of.amountFen}`,
  kind: "shareUndone",
  ref: of.depositId,
  why: "A share of a bond was not sent yet when a bank took the bond's payment back; it falls away.",
  entries: [debit(available(of.orgId), of.amountFen), credit(deposit("intent", of.depositId), of.amountFen)],
});

import {
  available,
  credit,
  debit,
  escrow,
  feeIncome,
  lines,
  type Movement,
  pending,
  pspAvailable,
  pspPending,
  refundPayable,
  suspense,
  withdrawing,
} from "#app/ledger/movement.ts";

export * from "#app/ledger/bank-movements.ts";
export * from "#app/ledger/campaign-movements.ts";
export * from "#app/ledger/card-movements.ts";
export * from "#app/ledger/contract-movements.ts";
export * from "#app/ledger/deposit-movements.ts";
export * from "#app/ledger/manual-movements.ts";
export type { Entry, Movement, MovementKind } from "#app/ledger/movement.ts";

/** 1: the employer's payment stands in the milestone's escrow. */
export const paymentReceived = (of: { intentId: string; milestoneId: string; amountFen: bigint }): Movement => ({
  key: `paid:${of.intentId}`,
  kind: "paymentReceived",
  ref: of.milestoneId,
  why: "The employer's payment for a milestone was received into its escrow.",
  entries: [debit(pspPending, of.amountFen), credit(escrow(of.milestoneId), of.amountFen)],
});

/** 2: what the payment channel kept for itself. */
export const feeKnown = (of: { chargeId: string; ref: string; feeFen: bigint }): Movement => ({
  key: `fee:${of.chargeId}`,
  kind: "feeKnown",
  ref: of.ref,
  why: "The payment channel's fee for a charge became known.",
  entries: [debit("expense:psp_fee", of.feeFen), credit(pspPending, of.feeFen)],
});

/** 3: a charge's money, less the fee, can be used at the channel. */
export const fundsAvailable = (of: { chargeId: string; ref: string; netFen: bigint }): Movement => ({
  key: `available:${of.chargeId}`,
  kind: "fundsAvailable",
  ref: of.ref,
  why: "A charge's money became available at the payment channel.",
  entries: [debit(pspAvailable, of.netFen), credit(pspPending, of.netFen)],
});

/** 4 and 5: escrow, or a part of it, becomes the provider's less the platform's fee. */
export const released = (of: { key: string; milestoneId: string; providerId: string; grossFen: bigint; feeFen: bigint }): Movement => ({
  key: of.key,
  kind: "released",
  ref: of.milestoneId,
  why: "A milestone's escrow was released to the provider, less the platform's fee.",
  entries: lines(
    debit(escrow(of.milestoneId), of.grossFen),
    credit(pending(of.providerId), of.grossFen - of.feeFen),
    credit(feeIncome, of.feeFen),
  ),
});

type OfProvider = { key: string; ref: string; providerId: string; amountFen: bigint };
/** 6: the charge behind released pay is available, so the pay can be sent. */
export const chargeAvailable = (of: OfProvider): Movement => ({
  key: of.key,
  kind: "chargeAvailable",
  ref: of.ref,
  why: "Released pay can be withdrawn: the money behind it is available.",
  entries: [debit(pending(of.providerId), of.amountFen), credit(available(of.providerId), of.amountFen)],
});

/** 7: a transfer is about to be asked for; its sum is held until the outcome is certain. */
export const withdrawRequested = (of: OfProvider): Movement => ({
  key: of.key,
  kind: "withdrawRequested",
  ref: of.ref,
  why: "Pay is held while its transfer is on the way.",
  entries: [debit(available(of.providerId), of.amountFen), credit(withdrawing(of.providerId), of.amountFen)],
});

type OfOrg = { key: string; ref: string; orgId: string; amountFen: bigint };
/** 8: the transfer was made. */
export const transferSucceeded = (of: OfOrg): Movement => ({
  key: of.key,
  kind: "transferSucceeded",
  ref: of.ref,
  why: "Pay was transferred to the provider's payee account.",
  entries: [debit(withdrawing(of.orgId), of.amountFen), credit(pspAvailable, of.amountFen)],
});

/** 9: the transfer certainly failed; the pay can be sent again. */
export const transferFailed = (of: OfOrg): Movement => ({
  key: of.key,
  kind: "transferFailed",
  ref: of.ref,
  why: "A transfer failed for certain; the pay waits to be sent again.",
  entries: [debit(withdrawing(of.orgId), of.amountFen), credit(available(of.orgId), of.amountFen)],
});

/** 11: escrow is owed back to the employer. */
export const refundDecided = (of: { key: string; milestoneId: string; orgId: string; amountFen: bigint }): Movement => ({
  key: of.key,
  kind: "refundDecided",
  ref: of.milestoneId,
  why: "Part of a milestone's escrow is owed back to the employer.",
  entries: [debit(escrow(of.milestoneId), of.amountFen), credit(refundPayable(of.orgId), of.amountFen)],
});

/** 12: the refund reached the payer. */
export const refundSucceeded = (of: OfOrg): Movement => ({
  key: of.key,
  kind: "refundSucceeded",
  ref: of.ref,
  why: "A refund was made by the original route.",
  entries: [debit(refundPayable(of.orgId), of.amountFen), credit(pspAvailable, of.amountFen)],
});

/** 12, later undone by the channel: we owe it again. */
export const refundReversed = (of: OfOrg): Movement => ({
  key: of.key,
  kind: "refundReversed",
  ref: of.ref,
  why: "A refund that had succeeded came back from the payment channel and is owed again.",
  entries: [debit(pspAvailable, of.amountFen), credit(refundPayable(of.orgId), of.amountFen)],
});

/** 14: a decided dispute between the parties, in one movement. */
export const disputeSplit = (of: {
  key: string;
  milestoneId: string;
  providerId: string;
  employerId: string;
  toProviderFen: bigint;
  toEmployerFen: bigint;
  /** Of the employer's part, what it had allocated: that is its own again at once. */
  returnedFen?: bigint;
  feeFen: bigint;
}): Movement => ({
  key: of.key,
  kind: "disputeSplit",
  ref: of.milestoneId,
  why: "A dispute was decided: the disputed escrow was split between provider and employer.",
  entries: lines(
    debit(escrow(of.milestoneId), of.toProviderFen + of.toEmployerFen),
    credit(pending(of.providerId), of.toProviderFen - of.feeFen),
    credit(feeIncome, of.feeFen),
    credit(refundPayable(of.employerId), of.toEmployerFen - (of.returnedFen ?? 0n)),
    credit(available(of.employerId), of.returnedFen ?? 0n),
  ),
});

/** 26: the channel moved money for a reason that nothing here explains. A negative sum left us. */
export const unknownTransaction = (of: { transactionId: string; source: string; netFen: bigint }): Movement => ({
  key: `unknown:${of.transactionId}`,
  kind: "unknownTransaction",
  ref: of.source,
  why: "The payment channel moved money for a reason that is not known here yet.",
  entries:
    of.netFen > 0n
      ? [debit(pspAvailable, of.netFen), credit(suspense, of.netFen)]
      : [debit(suspense, -of.netFen), credit(pspAvailable, -of.netFen)],
});

/** 26 undone: the reason was found and the money is recorded under it. */
export const suspenseCleared = (of: { transactionId: string; source: string; netFen: bigint }): Movement => ({
  key: `cleared:${of.transactionId}`,
  kind: "suspenseCleared",
  ref: of.source,
  why: "The reason of an unknown channel transaction was found; it is recorded under its own name.",
  entries:
    of.netFen > 0n
      ? [debit(suspense, of.netFen), credit(pspAvailable, of.netFen)]
      : [debit(pspAvailable, -of.netFen), credit(suspense, -of.netFen)],
});

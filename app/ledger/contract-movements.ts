import { available, credit, debit, escrow, feeIncome, lines, type Movement, pending, refundPayable } from "#app/ledger/movement.ts";

/** 14 without a dispute: both sides agreed how much of a stage was done when its contract ended. */
export const endingSplit = (of: {
  key: string;
  milestoneId: string;
  providerId: string;
  employerId: string;
  toProviderFen: bigint;
  toEmployerFen: bigint;
  /** Of the employer's part, what it had allocated: that is its own again at once. */
  returnedFen: bigint;
  feeFen: bigint;
}): Movement => ({
  key: of.key,
  kind: "endingSplit",
  ref: of.milestoneId,
  why: "A contract was ended under way: the stage's escrow was divided by what both sides agreed was done.",
  entries: lines(
    debit(escrow(of.milestoneId), of.toProviderFen + of.toEmployerFen),
    credit(pending(of.providerId), of.toProviderFen - of.feeFen),
    credit(feeIncome, of.feeFen),
    credit(refundPayable(of.employerId), of.toEmployerFen - of.returnedFen),
    credit(available(of.employerId), of.returnedFen),
  ),
});

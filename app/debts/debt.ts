import { z } from "zod";
import { id } from "#app/form.ts";
import { LEAST_PAID_FEN } from "#app/payments/intent.ts";

/**
 * Paying what an organisation owes the platform at the till, one debt at a time. The page takes what is owed of it at that moment; what a
 * debt does not need any more when the money comes (it was repaid otherwise, or paid twice) goes straight back.
 */
export const policy = {
  /** The channel takes no smaller payment; what is left below it is repaid from later pay. */
  leastFen: LEAST_PAID_FEN,
  /** Waits between tries of a refund that failed for certain; after the last one it waits for two operators. */
  retryMs: [60_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000, 12 * 3_600_000],
} as const;

export const PayDebt = z.strictObject({ debtId: id });

type Sums = { amountFen: bigint; repaidFen: bigint };
export const dueFen = ({ amountFen, repaidFen }: Sums) => amountFen - repaidFen;
export const isPayable = (debt: Sums) => dueFen(debt) >= policy.leastFen;

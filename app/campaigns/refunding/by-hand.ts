import { z } from "zod";
import { line } from "#app/form.ts";

/** Where a refund is paid by hand: a bank account or a wallet's account in the backer's own name. */
export const PayeeForm = z.object({
  name: line(40, 2),
  account: z
    .string()
    .min(5)
    .max(60)
    .regex(/^[\w@.+\- ]+$/),
});
export type PayeeForm = z.output<typeof PayeeForm>;

/** The mark of the account that the operator's page showed. */
export const ShownPayee = z.object({ shown: z.string().length(16) });
export type ShownPayee = z.output<typeof ShownPayee>;

/** What the bank printed on its receipt, so that the payment can be found again. */
export const PaidForm = ShownPayee.extend({ reference: line(60, 4) });
export type PaidForm = z.output<typeof PaidForm>;

/** Why an account is not paid to: its backer reads it. */
export const RefusedForm = ShownPayee.extend({ reason: line(300, 4) });
export type RefusedForm = z.output<typeof RefusedForm>;

/** Only its end is shown, but to the operators who pay. */
export const masked = (account: string) => `····${account.replace(/\s/g, "").slice(-4)}`;

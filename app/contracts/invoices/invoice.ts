import { z } from "zod";
import { policy } from "#app/contracts/policy.ts";
import { id, line, say, yuan } from "#app/form.ts";

/**
 * A tax invoice (数电发票) of the provider to the employer, for pay that was released. Its amount is what the books released and no invoice
 * covers yet, its number is the seller's once. The employer may reject one that is wrong.
 */
export type InvoiceState = "SUBMITTED" | "REJECTED";

/** What an invoice may be, by its bytes. */
export const isInvoiceFile = (mime: string) =>
  ["application/pdf", "application/ofd", "application/xml"].includes(mime) || mime.startsWith("image/");

export const SubmitInvoice = z
  .object({
    milestoneId: id,
    number: z.string().regex(/^\d{20}$/, say("invoiceNumber")),
    issuedOn: z.iso.date(say("date")),
    amount: yuan(1n, policy.maxStageFen * 10n),
    files: z.array(z.uuid()).min(1).max(1),
  })
  .strict();
export const RejectInvoice = z.object({ invoiceId: id, reason: line(500, 5) }).strict();

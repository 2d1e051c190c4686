import type { InvoiceState } from "#app/contracts/invoices/invoice.ts";
import type { LockedContract } from "#app/contracts/lock.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

const standing: readonly InvoiceState[] = ["SUBMITTED"];
/** Also those that the employer rejected: the provider did its part, and the employer alone does not keep it waiting. */
export const handedIn: readonly InvoiceState[] = ["SUBMITTED", "REJECTED"];

/** How much of each stage's released pay has no invoice in these states yet, in the order of the stages. */
export const uninvoiced = (on: Pick<Tx, "$queryRaw">, contractId: string, states = standing) =>
  on.$queryRaw<{ id: string; title: string; fen: bigint }[]>`
  SELECT m.id, m.title, (m."releasedFen" - coalesce(sum(i."amountFen"), 0))::bigint AS fen
    FROM "Milestone" m LEFT JOIN "Invoice" i ON i."milestoneId" = m.id AND i.state::text = ANY(${[...states]}::text[])
   WHERE m."contractId" = ${contractId}::uuid GROUP BY m.id ORDER BY m.ord`;

type Of = Pick<LockedContract, "id" | "invoiceFirst">;

/** The stage whose invoices the next payment waits for, where the contract says so. The caller holds the contract's lock. */
export async function invoiceMissing(tx: Tx, contract: Of, states = standing) {
  if (!contract.invoiceFirst) return null;
  return (await uninvoiced(tx, contract.id, states)).find((stage) => stage.fen > 0n) ?? null;
}

export async function guardInvoiced(tx: Tx, contract: Of, states = standing) {
  const missing = await invoiceMissing(tx, contract, states);
  if (missing) throw new Refusal("invoicesMissing", { stage: missing.title, amountFen: String(missing.fen) });
}

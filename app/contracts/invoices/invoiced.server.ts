import type { LockedContract } from "#app/contracts/lock.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

/** How much of each stage's released pay has no invoice yet, in the order of the stages. */
export const uninvoiced = (on: Pick<Tx, "$queryRaw">, contractId: string) => on.$queryRaw<{ id: string; title: string; fen: bigint }[]>`
  SELECT m.id, m.title, (m."releasedFen" - coalesce(sum(i."amountFen"), 0))::bigint AS fen
    FROM "Milestone" m LEFT JOIN "Invoice" i ON i."milestoneId" = m.id AND i.state = 'SUBMITTED'
   WHERE m."contractId" = ${contractId}::uuid GROUP BY m.id ORDER BY m.ord`;

/** The stage whose invoices the next payment waits for, where the contract says so. The caller holds the contract's lock. */
export async function invoiceMissing(tx: Tx, contract: Pick<LockedContract, "id" | "invoiceFirst">) {
  if (!contract.invoiceFirst) return null;
  return (await uninvoiced(tx, contract.id)).find((stage) => stage.fen > 0n) ?? null;
}

export async function guardInvoiced(tx: Tx, contract: Pick<LockedContract, "id" | "invoiceFirst">) {
  const missing = await invoiceMissing(tx, contract);
  if (missing) throw new Refusal("invoicesMissing", { stage: missing.title, amountFen: String(missing.fen) });
}

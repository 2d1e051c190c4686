import { mine } from "#app/contracts/visible.server.ts";
import { db } from "#app/db.server.ts";
import { filesOf } from "#app/files/link-files.server.ts";
import type { Viewer } from "#app/people/viewer.ts";

/** May this viewer download an invoice? */
export const seesInvoice = async (viewer: Viewer | null, invoiceId: string) =>
  viewer !== null && (await db.invoice.count({ where: { id: invoiceId, contract: viewer.operator ? {} : mine(viewer) } })) > 0;

/** A contract's invoices with their files, and in whose name they are made out. The caller has checked the contract. */
export async function invoicesOf(contractId: string, employerId: string) {
  const [rows, buyer] = await Promise.all([
    db.invoice.findMany({
      where: { contractId },
      orderBy: { id: "desc" },
      take: 100,
      select: { id: true, milestoneId: true, number: true, issuedOn: true, amountFen: true, state: true, reason: true, createdAt: true },
    }),
    buyerOf(employerId),
  ]);
  const files = await filesOf(
    "invoice",
    rows.map((row) => row.id),
  );
  return { buyer, invoices: rows.map((row) => ({ ...row, files: files.get(row.id) ?? [] })) };
}

/** Name and tax number as an invoice shows them: what the organisation set, else what its verification found. */
export async function buyerOf(orgId: string) {
  const org = await db.organisation.findUniqueOrThrow({
    where: { id: orgId },
    select: { name: true, legalName: true, uscc: true, invoiceTitle: true, taxNumber: true },
  });
  return { title: org.invoiceTitle ?? org.legalName ?? org.name, taxNumber: org.taxNumber ?? org.uscc };
}

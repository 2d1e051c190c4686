import type { z } from "zod";
import { lockOrganisation } from "#app/people/organisation/lock-organisation.server.ts";
import type { InvoicingForm } from "#app/people/organisation/organisation.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { transact } from "#app/transact.server.ts";

/** How tax invoices name the organisation. */
export async function editInvoicing(viewer: Viewer, orgId: string, { invoiceTitle, taxNumber }: z.output<typeof InvoicingForm>) {
  await transact(async (tx) => {
    await lockOrganisation(tx, viewer, orgId, "org:manage");
    await tx.organisation.update({
      where: { id: orgId },
      data: { invoiceTitle: invoiceTitle || null, taxNumber: taxNumber || null },
    });
  });
}

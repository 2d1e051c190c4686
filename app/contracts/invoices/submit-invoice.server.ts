import type { z } from "zod";
import { isInvoiceFile, type SubmitInvoice } from "#app/contracts/invoices/invoice.ts";
import { handedIn, invoiceMissing, uninvoiced } from "#app/contracts/invoices/invoiced.server.ts";
import { lockMilestone, partyOf } from "#app/contracts/lock.server.ts";
import { policy } from "#app/contracts/policy.ts";
import { tellContract } from "#app/contracts/tell.server.ts";
import { linkFiles } from "#app/files/link-files.server.ts";
import { notifyOrg } from "#app/people/notify.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { type Tx, transact } from "#app/transact.server.ts";
import { recordTransition } from "#app/transition.server.ts";

/** The provider hands in its invoice over exactly the released pay that no invoice covers yet. Its number counts once per seller. */
export async function submitInvoice(viewer: Viewer, input: z.output<typeof SubmitInvoice>): Promise<string> {
  return transact(async (tx) => {
    const { contract, milestone, now } = await lockMilestone(tx, input.milestoneId);
    const party = partyOf(viewer, contract, "contract:act", "PROVIDER");
    const issuedOn = new Date(`${input.issuedOn}T00:00:00Z`);
    // Days are Beijing's.
    if (issuedOn.getTime() > now.getTime() + 8 * 3_600_000) throw new Refusal("invoiceDate", {}, "issuedOn");
    const open = (await uninvoiced(tx, contract.id)).find((stage) => stage.id === milestone.id)?.fen ?? 0n;
    if (open <= 0n || input.amount !== open) throw new Refusal("invoiceAmount", { amountFen: String(open) }, "amount");
    const file = await tx.file.findUnique({ where: { id: input.files[0]! }, select: { mime: true } });
    if (!file || !isInvoiceFile(file.mime)) throw new Refusal("invoiceFile", {}, "files");
    // Two contracts of one seller are two locks; the number's own lock makes the second one wait and look.
    const key = `invoice:${party.orgId}:${input.number}`;
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
    const { number } = input;
    if ((await tx.invoice.count({ where: { sellerId: party.orgId, number, state: "SUBMITTED" } })) > 0)
      throw new Refusal("invoiceNumber", {}, "number");
    const held = await invoiceMissing(tx, contract, handedIn);
    const { id } = await tx.invoice.create({
      data: {
        contractId: contract.id,
        milestoneId: milestone.id,
        sellerId: party.orgId,
        buyerId: party.otherOrgId,
        number,
        issuedOn,
        amountFen: input.amount,
        byUserId: viewer.userId,
        createdAt: now,
      },
      select: { id: true },
    });
    await linkFiles(tx, viewer, input.files, "invoice", id);
    await recordTransition(
      tx,
      { entity: "invoice", entityId: id, from: null, to: "SUBMITTED", verb: "submitInvoice", actor: party.actor },
      now,
    );
    if (held && !(await invoiceMissing(tx, contract))) await renewFunding(tx, contract.id, now);
    const params = { title: contract.title, stage: milestone.title, amountFen: String(input.amount) };
    const notice = { kind: "contracts.notice.invoiceSubmitted", params, href: `/contracts/${contract.id}#stage-${milestone.ord}` } as const;
    await notifyOrg(tx, party.otherOrgId, "contract:act", notice, now);
    tellContract(tx, contract);
    return id;
  });
}

/** The last missing invoice is there: the time to pay for the stage that waited for it starts now. One that replaces a rejected one starts it no more. */
async function renewFunding(tx: Tx, contractId: string, now: Date) {
  const fundBy = new Date(now.getTime() + policy.nextFundMs);
  await tx.milestone.updateMany({ where: { contractId, state: "AWAITING_FUNDING", fundBy: { lt: fundBy } }, data: { fundBy } });
}

import type { Tx } from "#app/transact.server.ts";

/** Refunds that were proposed of a stage and that it cannot give any more are over: all of them when it ended, else those of more than it holds. */
export async function withdrawProposals(tx: Tx, milestoneId: string, now: Date, heldFen = 0n) {
  await tx.refundProposal.updateMany({
    where: { milestoneId, state: "PROPOSED", amountFen: { gt: heldFen } },
    data: { state: "WITHDRAWN", answeredAt: now },
  });
}

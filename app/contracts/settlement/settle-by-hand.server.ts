import { toSendFen } from "#app/contracts/settlement/remit.server.ts";
import { finish } from "#app/contracts/settlement/remittance-outcome.server.ts";
import { lockRemittance } from "#app/contracts/settlement/send-remittance.server.ts";
import { db } from "#app/db.server.ts";
import { isFrozenCharge } from "#app/payments/frozen-charges.server.ts";
import { Refusal } from "#app/refusal.ts";
import type { Tx } from "#app/transact.server.ts";

/** A refund to an employer that the channel refuses for good: owed, and on no way. */
export async function owedRefund(tx: Tx, remittanceId: string) {
  const row = await tx.remittance.findUnique({
    where: { id: remittanceId },
    select: { kind: true, state: true, orgId: true, amountFen: true, keptFen: true },
  });
  return row?.kind === "REFUND" && row.state === "STUCK" ? { orgId: row.orgId, amountFen: toSendFen(row) } : null;
}

/** It was made outside the channel's refunds; the caller writes the movement and has two operators for it. */
export async function settleByHand(tx: Tx, remittanceId: string, now: Date) {
  const locked = await lockRemittance(tx, remittanceId);
  const { row } = locked;
  if (row.kind !== "REFUND" || row.state !== "STUCK") throw new Refusal("wrongState");
  // The payer's bank may be giving it back already.
  if (await isFrozenCharge(tx, row.chargeId)) throw new Refusal("cardDisputeOpen");
  await finish(tx, locked, "contracts.notice.refunded", now);
  return { ref: row.milestoneId, orgId: row.orgId, amountFen: toSendFen(row) };
}

/** Refunds that are stuck, for operators to choose from. */
export const stuckRefunds = async () => {
  const rows = await db.remittance.findMany({
    where: { state: "STUCK", kind: "REFUND" },
    orderBy: { id: "asc" },
    take: 100,
    select: {
      id: true,
      amountFen: true,
      keptFen: true,
      lastError: true,
      milestone: { select: { title: true, contract: { select: { title: true, employer: { select: { name: true } } } } } },
    },
  });
  return rows.map(({ milestone, keptFen, ...row }) => ({
    ...row,
    amountFen: row.amountFen - keptFen,
    stage: milestone.title,
    title: milestone.contract.title,
    party: milestone.contract.employer.name,
  }));
};

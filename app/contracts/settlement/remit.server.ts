import { chargeAvailable, withdrawRequested } from "#app/ledger/movements.ts";
import { post } from "#app/ledger/post.server.ts";
import { repayFromPay } from "#app/payments/debts.server.ts";
import { isFrozenCharge } from "#app/payments/frozen-charges.server.ts";
import { type LotPart, takeFromLots } from "#app/payments/lots.server.ts";
import { openIntent } from "#app/payments/open-intent.server.ts";
import { mayReceive } from "#app/payments/payees.server.ts";
import type { Tx } from "#app/transact.server.ts";
import type { Remittance } from "../../../generated/prisma/client.ts";

export type Way = { kind: "TRANSFER" | "REFUND"; contract: { id: string }; milestoneId: string; orgId: string };

/** Pay that was decided in the books starts on its way out: split over what paid the stage, oldest first. */
export async function remitPay(tx: Tx, { amountFen, ...to }: Omit<Way, "kind"> & { amountFen: bigint }, now: Date) {
  if (amountFen <= 0n) return;
  const parts = await takeFromLots(tx, "milestone", to.milestoneId, amountFen, "transfer");
  await remit(tx, { kind: "TRANSFER", ...to }, parts, now);
}

/**
 * The parts of a sum start on their way out, one row each. A refund goes at once; pay waits until its part's money is available at the
 * channel and the provider can receive it.
 */
export async function remit(tx: Tx, { kind, contract, milestoneId, orgId }: Way, parts: LotPart[], now: Date) {
  for (const part of parts) {
    const row = await tx.remittance.create({
      data: {
        milestoneId,
        kind,
        orgId,
        chargeId: part.chargeId,
        amountFen: part.amountFen,
        state: kind === "TRANSFER" ? "PENDING" : "READY",
        createdAt: now,
      },
    });
    if (kind === "TRANSFER" && !part.available) continue;
    await dispatch(tx, kind === "TRANSFER" ? await makeReady(tx, row, now) : row, contract.id, now);
  }
}

/** The charge's money is available: the pay becomes withdrawable. The caller holds the row or made it. */
export async function makeReady(tx: Tx, row: Remittance, now: Date): Promise<Remittance> {
  await post(
    tx,
    chargeAvailable({ key: `available:${row.id}`, ref: row.milestoneId, providerId: row.orgId, amountFen: row.amountFen }),
    now,
  );
  return tx.remittance.update({ where: { id: row.id }, data: { state: "READY" } });
}

/** What is still to be sent of a row. */
export const toSendFen = (row: Pick<Remittance, "amountFen" | "keptFen">) => row.amountFen - row.keptFen;

/**
 * Opens the intent of a ready row, with its hold in the books. Nothing leaves while a card dispute is open about its charge; pay repays
 * first what the provider owes, and stays where it is while the provider has no usable account.
 */
export async function dispatch(tx: Tx, ready: Remittance, contractId: string, now: Date): Promise<boolean> {
  if (await isFrozenCharge(tx, ready.chargeId)) return false;
  const transfer = ready.kind === "TRANSFER";
  const row = transfer ? await repay(tx, ready, now) : ready;
  const amountFen = toSendFen(row);
  if (amountFen === 0n) return true;
  if (transfer) {
    if (!(await mayReceive(tx, row.orgId, now))) return false;
    const key = `withdraw:${row.id}:${row.attempts}`;
    await post(tx, withdrawRequested({ key, ref: row.milestoneId, providerId: row.orgId, amountFen }), now);
  }
  await openIntent(
    tx,
    {
      kind: row.kind,
      purpose: transfer ? "release-milestone" : "refund-milestone",
      refType: "remittance",
      refId: row.id,
      orgId: row.orgId,
      amountFen,
      params: { chargeId: row.chargeId, transferGroup: `contract_${contractId}`, ...(transfer ? { destinationOrgId: row.orgId } : {}) },
    },
    now,
  );
  await tx.remittance.update({ where: { id: row.id }, data: { state: "SENDING", retryAt: null } });
  return true;
}

/** Debts are paid out of available pay before any of it leaves; a sum that they take whole is over. */
async function repay(tx: Tx, row: Remittance, now: Date): Promise<Remittance> {
  const key = `repaid:${row.id}:${row.attempts}:${row.keptFen}`;
  const of = { orgId: row.orgId, amountFen: toSendFen(row), source: "remittance" as const, ref: row.milestoneId };
  const keptFen = await repayFromPay(tx, { ...of, key }, now);
  if (keptFen === 0n) return row;
  const over = keptFen === of.amountFen;
  const data = { keptFen: { increment: keptFen }, ...(over ? { state: "DONE" as const, doneAt: now, retryAt: null } : {}) };
  return tx.remittance.update({ where: { id: row.id }, data });
}
